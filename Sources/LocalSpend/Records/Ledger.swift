// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// A file of payments that a council imported, as its record tells of it.
package struct Ledger: Hashable, Sendable {
    package let record: RecordID
    package let title: String
    package let file: BlobReference
    package let period: LedgerReading.Period
    /// The ledger that this one corrects; it counts no more.
    package let replaces: RecordID?
    package let mapping: String
    package let reading: LedgerReading
    package let count: LedgerCount

    package init(
        record: RecordID,
        title: String,
        file: BlobReference,
        period: LedgerReading.Period,
        replaces: RecordID?,
        mapping: String,
        reading: LedgerReading,
        count: LedgerCount
    ) {
        (self.record, self.title, self.file, self.period) = (record, title, file, period)
        (self.replaces, self.mapping) = (replaces, mapping)
        (self.reading, self.count) = (reading, count)
    }

    /// Nil for one that lacks what it needs, or is in dispute.
    package init?(_ record: Record) {
        guard case .blob(let file)? = record.value("file"), let total = record.money("total"),
            let reading = try? Canonical.decode(
                LedgerReading.self,
                from: Data(record.words("reading").utf8)
            ), !record.isDisputed("file", "reading", "rows", "total", "aside", "replaces")
        else { return nil }
        self.init(
            record: record.id,
            title: record.words("title"),
            file: file,
            period: .init(from: record.date("from"), to: record.date("to")),
            replaces: RecordID(record.words("replaces")),
            mapping: record.words("mapping"),
            reading: reading,
            count: LedgerCount(
                rows: record.number("rows"),
                total: total,
                aside: record.number("aside")
            )
        )
    }

    /// - Throws: What cannot be written as JSON; nothing of this can.
    package func fields() throws -> [FieldPath: FieldValue] {
        var answers = Answers()
        answers.set("title", text: title)
        answers.set("file", .blob(file))
        answers.set("from", period.from.map(FieldValue.date))
        answers.set("to", period.to.map(FieldValue.date))
        answers.set("replaces", text: replaces?.description ?? "")
        answers.set("mapping", text: mapping)
        answers.set(
            "reading",
            text: String(decoding: try Canonical.encode(reading), as: UTF8.self)
        )
        answers.set("rows", .integer(Int64(count.rows)))
        answers.set("total", .money(count.total))
        answers.set("aside", .integer(Int64(count.aside)))
        return answers.fields
    }
}

/// What reading a file came to; the same on every device, or something is wrong.
package struct LedgerCount: Hashable, Sendable {
    package var rows: Int
    package var total: Money
    package var aside: Int

    package init(rows: Int = 0, total: Money = Money(pence: 0), aside: Int = 0) {
        (self.rows, self.total, self.aside) = (rows, total, aside)
    }
}

/// Which ledgers count, and what is odd about the others.
package struct CountedLedgers: Hashable, Sendable {
    package private(set) var ledgers: [Ledger] = []
    package private(set) var notes: [String] = []

    /// A ledger that another one corrects does not count; of two that correct the same one, or
    /// are the same file, only one does, the same on every device.
    package init(_ all: [Ledger]) {
        let replaced = Set(all.compactMap(\.replaces))
        var (files, corrected): (Set<Hash>, [RecordID: Ledger]) = ([], [:])
        for ledger in all.sorted(by: { $0.record < $1.record })
        where !replaced.contains(ledger.record) {
            guard files.insert(ledger.file.sha256).inserted else {
                notes.append(
                    "'\(ledger.title)' was imported twice, on two devices; it counts once. Delete"
                        + " one: keeplocal delete \(ledger.record)"
                )
                continue
            }
            if let former = ledger.replaces, let other = corrected[former] {
                notes.append(
                    "'\(ledger.title)' and '\(other.title)' both correct the same ledger; only"
                        + " '\(other.title)' counts. Delete the one that is wrong: keeplocal"
                        + " delete \(ledger.record)"
                )
                continue
            }
            if let former = ledger.replaces { corrected[former] = ledger }
            ledgers.append(ledger)
        }
    }
}
