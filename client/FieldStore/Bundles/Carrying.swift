// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import GRDB

/// What is carried by hand: changes that wait, and the keys with which their receipts are opened.
extension StoreSession {
    /// The next unsent changes behind a place in the journal, and the place that they reach.
    package func unsent(
        behind place: Int64,
        countMax: Int = Limits.pushChangesMax,
        bytesMax: Int = Limits.pushBytesMax / 2
    ) throws -> (changes: [Change], place: Int64) {
        var (changes, bytes, reached): ([Change], Int, Int64) = ([], 0, place)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT number, change, seal, owed FROM journal
                WHERE number > ? AND (state IN ('saved', 'sent') OR owed = 1)
                ORDER BY number LIMIT ?
                """,
            arguments: [place, countMax]
        )
        while let row = try rows.next() {
            let data: Data = try row.get("change")
            bytes += data.count
            guard changes.isEmpty || bytes <= bytesMax else { break }
            let change = try row.sealedChange()
            changes.append(try row.get("owed") == 1 ? change.voided : change)
            reached = try row.get("number")
        }
        return (changes, reached)
    }

    /// A bundle that was made here, by its name in hexadecimal digits.
    package struct Carried: Hashable, Sendable, Codable {
        package let device: DeviceID
        package let receiptKey: Data
        package let made: Instant
    }

    package func remember(bundle name: String, receiptKey: Data) throws {
        let carried = Carried(device: try identity().device, receiptKey: receiptKey, made: now)
        try set("bundle/\(name)", carried)
    }

    package func carried(bundle name: String) throws -> Carried? {
        try fact("bundle/\(name)", as: Carried.self)
    }
}
