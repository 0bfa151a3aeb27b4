// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The changes that are in a log, by their identifiers.
struct LoggedChanges {
    let reader: any StorageReader

    func contains(_ id: ChangeID) throws -> Bool { try reader.entry(change: id) != nil }

    /// The change and its place; nil for one that is not there, or of which nothing is kept.
    func find(_ id: ChangeID) throws -> (change: Change, version: Sequence64)? {
        guard let entry = try reader.entry(change: id),
            let content = try reader.content(of: entry), !content.isEmpty
        else { return nil }
        return (try Canonical.decode(Change.self, from: content), entry.entry.sequence)
    }
}
