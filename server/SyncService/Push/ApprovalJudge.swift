// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Sealing

/// Whether an approval is its author's own: a device that lies open gives everything but that.
///
/// Asked of who has set a passphrase, and of everybody where the council requires one.
struct ApprovalJudge {
    let reader: any StorageReader

    /// - Throws: `Problem` `approval.unproven`, `approval.wrong`, which counts as a guess, or
    ///   `approval.locked`.
    func check(_ change: Change) throws {
        guard case .move(.approve(let content, _, let proof))? = change.step else { return }
        let known = try reader.passphrase(change.author)
        guard let known, let key = known.key else {
            if try isRequired(in: change.scope.council) { throw Self.notSet }
            return
        }
        guard !known.isLocked else { throw Problem.passphraseLocked }
        guard let proof else { throw Self.unproven }
        let claim = ApprovalClaim(
            change: change.id,
            record: change.record,
            content: content,
            person: change.author
        )
        guard let server = try reader.bundleKey(),
            let signature = SealedProof.open(proof, with: server),
            ApprovalVerifier(key)?.hasSigned(claim.bytes, as: signature) == true
        else { throw Problem.passphraseWrong(after: known.misses) }
    }

    private func isRequired(in council: CouncilID) throws -> Bool {
        try reader.councils().first { $0.id == council }?.stepUp == .required
    }

    private static let notSet = Problem(
        .approvalUnproven,
        "This council takes an approval with a passphrase only, and you have none yet. Nothing was"
            + " approved. Ask an administrator for a code (keeplocal admin passphrase code), set"
            + " one with: keeplocal passphrase set --code CODE, and approve again.",
        details: ["isSet": .boolean(false)]
    )

    private static let unproven = Problem(
        .approvalUnproven,
        "You approve with your passphrase, and this came without it. Nothing was approved. Do it"
            + " again, and give it when you are asked: keeplocal return approve RETURN",
        details: ["isSet": .boolean(true)]
    )
}

extension Problem {
    static func passphraseWrong(after misses: Int) -> Problem {
        let left = Limits.passphraseMissesMax - misses - 1
        return Problem(
            .approvalWrong,
            "That was not your passphrase. Nothing was changed. "
                + (left > 0
                    ? "Do it again with the right one; after \(left) more wrong"
                        + " \(left == 1 ? "one" : "ones") none is looked at any more."
                    : "It was the last of \(Limits.passphraseMissesMax): ask an administrator for a"
                        + " code, and set a new one."),
            details: ["left": .integer(Int64(max(0, left)))]
        )
    }

    static let passphraseLocked = Problem(
        .approvalLocked,
        "\(Limits.passphraseMissesMax) wrong passphrases in a row were given in your name, so none"
            + " is looked at. Nothing was changed. Was it not you? Then tell an administrator which"
            + " device it was. Ask them for a code (keeplocal admin passphrase code), and set a new"
            + " one with: keeplocal passphrase set --code CODE"
    )
}

extension StorageWriter {
    /// Counts a passphrase that was wrong, and begins to count anew after one that was right.
    func notePassphrase(of person: PersonID, isWrong: Bool) throws {
        guard var known = try passphrase(person), known.key != nil,
            isWrong || known.misses > 0
        else { return }
        known.misses = isWrong ? min(known.misses + 1, Limits.passphraseMissesMax) : 0
        try save(known)
    }
}
