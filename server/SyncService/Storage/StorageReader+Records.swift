// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageReader {
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
