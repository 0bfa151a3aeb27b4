// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore

extension StoreSession {
    /// The smallest number of people that a council lets be told: what an administrator set, else
    /// what the pack says, else the usual one.
    func threshold(of council: CouncilID) throws -> Int {
        if let set = try councilEntries().first(where: { $0.id == council })?.threshold {
            return set
        }
        return try packThreshold(of: council)
    }

    /// Of several councils the one that asks for most.
    func strictestThreshold() throws -> Int? {
        try councilEntries().map { try $0.threshold ?? packThreshold(of: $0.id) }.max()
    }

    private func councilEntries() throws -> [DirectoryEntry.Council] {
        try directory().compactMap { if case .council(let found) = $0 { found } else { nil } }
    }

    private func packThreshold(of council: CouncilID) throws -> Int {
        let reference = try councilReferences().first { $0.id == council }
        return reference?.suppressionThreshold ?? Threshold.usual
    }
}
