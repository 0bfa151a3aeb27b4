// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// Who stands by the assessments of a board, and whether what they signed is what stands there.
extension PrincipleAssessment {
    /// Each person once, with the last signature they gave.
    var signers: [Signature] {
        signatures.enumerated().filter { index, signature in
            !signatures[(index + 1)...].contains { $0.person == signature.person }
        }.map(\.element)
    }

    /// Short, for a column: somebody stands by it as it is, or only as it was.
    var signedMark: String {
        if signers.contains(where: \.isCurrent) { return "yes" }
        return signers.isEmpty ? "" : "changed since"
    }

    /// "Saeed Malik, Cleo Cabinet (changed since)"; nil where nobody signed.
    func signedWords(_ session: StoreSession) throws -> String? {
        let names = try signers.map {
            inert(try session.name(of: $0.person)) + ($0.isCurrent ? "" : " (changed since)")
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }

    /// Whether this person may sign it, and has not as it stands.
    func awaitsSignature(of actor: Actor) -> Bool {
        let subject = Subject.record(
            Scope(council: council, organisation: organisation, audience: .council),
            .principle
        )
        return may(actor, .sign, subject) && !isDisputed
            && !signers.contains { $0.person == actor.person && $0.isCurrent }
    }
}
