// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend

/// A council's spending as far as this device has it, every ledger read that is here.
struct SpendSource {
    let book: SpendBook
    /// Who reads it: not all receive a council's spending.
    let actor: Actor
    let cells: [SpendCell]
    /// Ledgers whose files are not on this device: they stand in none of the figures.
    let absent: [Ledger]
    /// Ledgers that stand in none of the figures, as they have payments of another one.
    let doubled: [DoubledLedger]
    let coverage: CoveredYears

    init(_ store: FieldStore, council: String?) throws {
        let (book, actor) = try store.read { session in
            (try SpendBook(session, council: council), try session.identity().actor)
        }
        let ledgers = book.ledgers.ledgers
        let absent = try LedgerLoading(store: store, stop: StopRequest()).loadMissing(ledgers)
        let away = Set(absent.map(\.record))
        var (cells, coverage) = (book.handRows, CoveredYears())
        let (counting, doubled) = try DoubledLedger.parted(
            ledgers.filter { !away.contains($0.record) },
            in: store
        )
        for ledger in counting {
            let read = try store.read { try $0.spendCells(of: ledger.record) }
            coverage.take(Set(read.map(\.quarter)), of: ledger.period)
            cells += read
        }
        (self.actor, self.doubled) = (actor, doubled)
        (self.book, self.absent, self.cells, self.coverage) = (book, absent, cells, coverage)
    }

    func reports(only definition: String?) throws -> [SpendReport] {
        try SpendReport.all(self, only: definition)
    }

    /// What the figures lack, each a sentence.
    var notes: [String] {
        absent.map(Self.words) + doubled.map { inert($0.words) } + book.notes.map(inert)
    }

    private static func words(absent ledger: Ledger) -> String {
        "Not in these figures: '\(inert(ledger.title))', \(ledger.count.total.grouped) in"
            + " \(count(ledger.count.rows, "row")). Its file is not on this device. Fetch it:"
            + " keeplocal spend fetch"
    }
}
