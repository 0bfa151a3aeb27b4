// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Sealing

extension Administering {
    /// Makes the one-time code with which a person sets a passphrase.
    ///
    /// A first one, or another after they forgot it or it was locked; the present one stays until
    /// then.
    package func addPassphraseCode(_ request: AdminRequest.Passphrase) throws -> EnrolmentCode {
        guard try writer.person(request.person) != nil else {
            throw Problem(.notFound, "There is no such person. See: keeplocal admin person list")
        }
        let code = Secret.enrolmentCode(from: writer.random)
        let expires = now.adding(seconds: Limits.enrolmentCodeSeconds)
        var known =
            try writer.passphrase(request.person) ?? StoredPassphrase(person: request.person)
        known.code = StoredPassphrase.Code(hash: Secret.hash(code: code), expires: expires)
        known.misses = 0
        try writer.save(known)
        try keep(.passphraseCode(person: request.person), in: nil)
        return EnrolmentCode(code: code, expires: expires)
    }
}

extension StorageReader {
    package func passphraseSummaries() throws -> [PassphraseSummary] {
        try passphrases().map {
            PassphraseSummary(person: $0.person, isSet: $0.key != nil, isLocked: $0.isLocked)
        }
    }
}

extension StorageWriter {
    /// Takes a person's new passphrase: by a code of an administrator, or by the present one.
    ///
    /// A wrong one is counted, which has to be kept: so what went wrong is given and not thrown.
    ///
    /// - Throws: `Problem` for what cannot be read; nothing was written then.
    package func setPassphrase(
        _ request: PassphraseRequest,
        of device: StoredDevice,
        now: Instant
    ) throws -> Problem? {
        guard ApprovalVerifier(request.key) != nil else {
            throw Problem(.requestMalformed, "The key is not 32 bytes in base64.")
        }
        // To be told that it is set already, or is not, would be a guess that nobody counts.
        guard request.code != nil || request.proof != nil else { return Self.withoutProof }
        var known = try passphrase(device.person) ?? StoredPassphrase(person: device.person)
        // An answer that was lost is asked for again.
        if known.key == request.key, !known.isLocked { return nil }
        if let problem = problem(with: request, of: device, known, now) {
            if [.approvalWrong, .codeInvalid].contains(problem.code) {
                known.misses = min(known.misses + 1, Limits.passphraseMissesMax)
                try save(known)
            }
            return problem
        }
        (known.key, known.misses, known.code) = (request.key, 0, nil)
        try save(known)
        try record(
            .passphrase(person: device.person, key: request.key, device: device.id),
            in: nil,
            by: device.person,
            at: now
        )
        return nil
    }

    private func problem(
        with request: PassphraseRequest,
        of device: StoredDevice,
        _ known: StoredPassphrase,
        _ now: Instant
    ) -> Problem? {
        guard !known.isLocked else { return .passphraseLocked }
        if let code = request.code {
            let isRight = known.code.map {
                $0.hash == Secret.hash(code: code) && $0.expires > now
            }
            return isRight == true ? nil : Self.invalidCode
        }
        guard let key = known.key, let proof = request.proof else { return Self.withoutProof }
        let claim = PassphraseClaim(person: device.person, device: device.id, key: request.key)
        let isRight = Data(base64Encoded: proof).flatMap {
            ApprovalVerifier(key)?.hasSigned(claim.bytes, as: $0)
        }
        return isRight == true ? nil : .passphraseWrong(after: known.misses)
    }

    private static var invalidCode: Problem {
        Problem(
            .codeInvalid,
            "This code is not valid: it was mistyped, used before, is another person's, or is older"
                + " than \(Limits.enrolmentCodeSeconds / 60) minutes. Nothing was set. Ask for a"
                + " new one."
        )
    }

    private static var withoutProof: Problem {
        Problem(
            .approvalUnproven,
            "A passphrase is set with a code of an administrator, or with the present one, so that"
                + " nobody sets it on a device that lies open. Nothing was set. Ask for a code:"
                + " keeplocal admin passphrase code"
        )
    }
}
