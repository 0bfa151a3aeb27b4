// SPDX-License-Identifier: Apache-2.0

import FieldStore
import LocalSpend

/// A council's spending as far as this device has it, every ledger read that is here.
struct SpendSource {
    let book: SpendBook
    let cells: [SpendCell]
    /// Ledgers whose files are not on this device: they stand in none of the figures.
    let absent: [Ledger]

    init(_ store: FieldStore, council: String?) throws {
        let book = try store.read { try SpendBook($0, council: council) }
        let ledgers = book.ledgers.ledgers
        let absent = try LedgerLoading(store: store, stop: StopRequest()).loadMissing(ledgers)
        let away = Set(absent.map(\.record))
        let read = try ledgers.filter { !away.contains($0.record) }.flatMap { ledger in
            try store.read { try $0.spendCells(of: ledger.record) }
        }
        (self.book, self.absent, cells) = (book, absent, book.handRows + read)
    }

    func reports(only definition: String?) throws -> [SpendReport] {
        try SpendReport.all(book, only: definition, cells)
    }

    /// What the figures lack, each a sentence.
    var notes: [String] { absent.map(Self.words) + book.notes.map(inert) }

    private static func words(absent ledger: Ledger) -> String {
        "Not in these figures: '\(inert(ledger.title))', \(ledger.count.total.words) in"
            + " \(count(ledger.count.rows, "row")). Its file is not on this device. Fetch it:"
            + " keeplocal spend fetch"
    }
}
