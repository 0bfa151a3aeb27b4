// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageReader {
    /// Gives records of a feed in the order of their versions, for as long as the body says true;
    /// none is read before it is asked for.
    ///
    /// - Throws: `DamagedRecords` at the first that is damaged, and whatever the body throws.
    package func forEachRecord(
        _ feed: Feed,
        after: Sequence64,
        _ body: (StoredRecord) throws -> Bool
    ) throws {
        try forEachStored(feed, after: after) { try body($0.get()) }
    }

    /// The first records of a feed after a version.
    package func records(
        _ feed: Feed,
        after: Sequence64,
        limit: Int
    ) throws -> [StoredRecord] {
        var found: [StoredRecord] = []
        try forEachRecord(feed, after: after) { record in
            guard found.count < limit else { return false }
            found.append(record)
            return true
        }
        return found
    }
}
