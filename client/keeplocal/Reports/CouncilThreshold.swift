// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore

extension StoreSession {
    /// The smallest number of people that a council lets be told: what an administrator set, else
    /// what the pack says, else the usual one.
    func threshold(of council: CouncilID) throws -> Int {
        let entries = try directory().compactMap { entry -> DirectoryEntry.Council? in
            guard case .council(let found) = entry, found.id == council else { return nil }
            return found
        }
        if let set = entries.first?.threshold { return set }
        let reference = try councilReferences().first { $0.id == council }
        return reference?.suppressionThreshold ?? Threshold.usual
    }

    /// Of several councils the one that asks for most.
    func strictestThreshold() throws -> Int? {
        try directory().compactMap { entry -> CouncilID? in
            guard case .council(let council) = entry else { return nil }
            return council.id
        }.map(threshold).max()
    }
}
