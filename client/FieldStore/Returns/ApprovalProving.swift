// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Whether an approval goes with a proof by the person's passphrase, as far as this device knows.
extension StoreSession {
    private static let proves = "provesApprovals"

    /// True where the council asks it of everybody, or this person has set a passphrase here, or
    /// was refused an approval without one.
    package func provesApprovals(in council: CouncilID) throws -> Bool {
        if try fact(Self.proves, as: Bool.self) == true { return true }
        return try directory().contains { entry in
            guard case .council(let known) = entry else { return false }
            return known.id == council && known.stepUp == .required
        }
    }

    /// An approval that is made anew takes the place of those that were refused.
    func dropRefusedApprovals(of record: RecordID) throws {
        for entry in try journal(of: record) where entry.state == .refused {
            guard case .move(.approve)? = entry.change.step else { continue }
            try set(.dropped, of: entry.number)
        }
    }

    /// From now on this person is asked for their passphrase.
    package func noteProvesApprovals() throws {
        guard try fact(Self.proves, as: Bool.self) != true else { return }
        try set(Self.proves, true)
    }
}

extension Step {
    /// What was said under another change proves nothing about this one.
    var withoutProof: Step {
        guard case .move(.approve(let content, let role, _)) = self else { return self }
        return .move(.approve(content: content, role: role))
    }
}
