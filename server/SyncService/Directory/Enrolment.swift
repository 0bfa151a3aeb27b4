// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageWriter {
    /// Makes a one-time code for a device of a person; its text is nowhere but in the answer.
    package func makeEnrolmentCode(for person: PersonID, now: Instant) throws -> EnrolmentCode {
        guard try self.person(person) != nil else {
            throw Problem(.notFound, "There is no such person. See: keeplocal admin person list")
        }
        try removeEnrolments(code: nil, expiredAt: now)
        let code = Secret.enrolmentCode()
        let expires = now.adding(seconds: Limits.enrolmentCodeSeconds)
        try save(StoredEnrolment(code: Secret.hash(code: code), person: person, expires: expires))
        return EnrolmentCode(code: code, expires: expires)
    }

    /// Takes a code for a token; the code is used up.
    ///
    /// - Throws: `Problem` `enrolment.code_invalid` for a code that is wrong, used or expired,
    ///   without saying which; `directory.exists` for a device that has a token already.
    package func enrol(_ request: EnrolRequest, now: Instant) throws -> EnrolAnswer {
        let invalid = Problem(
            .codeInvalid,
            "This code is not valid: it was mistyped, used before, or is older than"
                + " \(Limits.enrolmentCodeSeconds / 60) minutes. Ask for a new one."
        )
        let code = Secret.hash(code: request.code)
        guard let enrolment = try enrolment(code: code), enrolment.expires > now,
            let person = try person(enrolment.person)
        else { throw invalid }
        try removeEnrolments(code: code, expiredAt: now)
        return try add(request.device, named: request.deviceName, of: person, now: now)
    }

    /// Gives a device that was restored from an old copy a new identity of the same person.
    ///
    /// The old one stays as it is: the original may still be at work.
    package func fork(
        _ request: ForkRequest,
        of original: StoredDevice,
        now: Instant
    ) throws -> EnrolAnswer {
        guard let current = try device(original.id), current.revoked == nil,
            let person = try person(current.person)
        else { throw Problem(.deviceRevoked, "This device was revoked.") }
        return try add(request.device, named: request.deviceName, of: person, now: now)
    }

    private func add(
        _ id: DeviceID,
        named name: String,
        of person: PersonSummary,
        now: Instant
    ) throws -> EnrolAnswer {
        guard try device(id) == nil else {
            throw Problem(.alreadyExists, "This device is enrolled already.")
        }
        let token = Secret.token()
        try save(
            StoredDevice(
                id: id,
                person: person.id,
                name: String(name.prefix(Limits.nameLengthMax)),
                token: Secret.hash(token: token),
                enrolled: now
            )
        )
        try record(.enrolled(id, person: person.id), in: nil, by: person.id, at: now)
        return EnrolAnswer(
            token: token,
            person: person.id,
            name: person.name,
            grants: person.grants
        )
    }
}
