// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Sealing

extension StorageWriter {
    /// Makes a one-time code for a device of a person; its text is nowhere but in the answer.
    package func makeEnrolmentCode(for person: PersonID, now: Instant) throws -> EnrolmentCode {
        guard try self.person(person) != nil else {
            throw Problem(.notFound, "There is no such person. See: keeplocal admin person list")
        }
        try removeEnrolments(code: nil, expiredAt: now)
        let code = Secret.enrolmentCode(from: random)
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
        let answer = try add(request.device, named: request.deviceName, of: person, now: now)
        if let former = request.former, try isLost(former, of: person.id) {
            try note(former: former, of: request.device)
        }
        return answer
    }

    /// True for a device that was lost when the server was restored, and was the person's, or of
    /// somebody who was lost as well.
    private func isLost(_ former: DeviceID, of person: PersonID) throws -> Bool {
        guard try device(former) == nil,
            let lost = try enrolled().devices.first(where: { $0.id == former })
        else { return false }
        return try lost.person == person || self.person(lost.person) == nil
    }

    /// Gives a device that was restored from an old copy a new identity of the same person.
    ///
    /// The old one stays as it is: the original may still be at work. The new one is revoked with
    /// it, so that a token that was stolen gives nothing that outlives it.
    ///
    /// - Throws: `Problem` `permission.denied` where too many stem from one enrolment; `change.gap`
    ///   where the old one has answers that were lost here, as nobody would send those again.
    package func fork(
        _ request: ForkRequest,
        of original: StoredDevice,
        now: Instant
    ) throws -> EnrolAnswer {
        guard let current = try device(original.id), current.revoked == nil,
            let person = try person(current.person)
        else { throw Problem(.deviceRevoked, "This device was revoked.") }
        guard DeviceToken.isWellFormed(request.token) else {
            throw Problem(.requestMalformed, "The token is not kil_ and 64 hexadecimal digits.")
        }
        let token = request.token
        if let known = try device(request.device), known.parent == current.id,
            known.token == Secret.hash(token: token), known.revoked == nil
        {
            return try answer(person, token)
        }
        try current.requireAnswers(upTo: request.answered)
        let family = try devices().family(of: current)
        guard family.count <= Limits.deviceForksMax else {
            throw Problem(
                .forbidden,
                "This device took \(Limits.deviceForksMax) new identities already. Ask an"
                    + " administrator for a code, and enrol it anew."
            )
        }
        return try add(
            request.device,
            named: request.deviceName,
            of: person,
            from: current.id,
            token: token,
            now: now
        )
    }

    private func add(
        _ id: DeviceID,
        named name: String,
        of person: PersonSummary,
        from parent: DeviceID? = nil,
        token: String? = nil,
        now: Instant
    ) throws -> EnrolAnswer {
        guard try device(id) == nil else {
            throw Problem(.alreadyExists, "This device is enrolled already.")
        }
        let token = token ?? Secret.token(from: random)
        let device = StoredDevice(
            id: id,
            person: person.id,
            name: String(name.prefix(Limits.nameLengthMax)),
            token: Secret.hash(token: token),
            enrolled: now,
            parent: parent
        )
        try add(device, by: person.id)
        return try answer(person, token)
    }
}

extension StorageWriter {
    fileprivate func answer(_ person: PersonSummary, _ token: String) throws -> EnrolAnswer {
        EnrolAnswer(
            token: token,
            person: person.id,
            name: person.name,
            grants: person.grants,
            bundleKey: try requireBundleKey().publicText
        )
    }
}

extension StoredDevice {
    /// A request that comes late may reach a server that was restored meanwhile, and that has not
    /// what it answered before.
    fileprivate func requireAnswers(upTo answered: Int64?) throws {
        guard let answered, answered > lastCounter else { return }
        #if MUTANTS
        if Mutant.identityUponLost.isOn { return }
        #endif
        throw Problem(
            .changeGap,
            "This device was answered up to \(answered), but \(lastCounter + 1) is next here."
                + " Send from there first, or under the new identity.",
            details: ["expected": .integer(lastCounter + 1)]
        )
    }
}

extension [StoredDevice] {
    /// The device itself, and all that were forked from it and from its forks.
    package func withDescendants(of device: StoredDevice) -> [StoredDevice] {
        #if MUTANTS
        if Mutant.forkOutlives.isOn { return [device] }
        #endif
        var found = [device]
        var seen: Set = [device.id]
        var next = 0
        while next < found.count {
            let parent = found[next].id
            found += filter { $0.parent == parent && seen.insert($0.id).inserted }
            next += 1
        }
        return found
    }

    /// All that stem from one enrolment.
    fileprivate func family(of device: StoredDevice) -> [StoredDevice] {
        var root = device
        // Bounded by their number: a circle, which only a damaged file can hold, still ends.
        for _ in self {
            guard let parent = first(where: { $0.id == root.parent }) else { break }
            root = parent
        }
        return withDescendants(of: root)
    }
}
