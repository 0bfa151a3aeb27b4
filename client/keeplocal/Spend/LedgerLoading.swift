// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend
import Workbooks

/// Reads a ledger's file into the tables of this device, some rows at a time, so that others can
/// write in between; none of them counts before the last is in.
struct LedgerLoading {
    let store: FieldStore
    let stop: StopRequest
    private static let batchCount = 5_000

    /// What a file came to, and the first and last day in it.
    struct Outcome {
        var count = LedgerCount()
        var first: PlainDate?
        var last: PlainDate?
    }

    /// `tell` is given every row that is kept aside.
    func load(
        _ file: LedgerFile,
        as record: RecordID,
        _ reading: LedgerReading,
        in period: LedgerReading.Period,
        aside tell: (KeptAside, [String]) throws -> Void = { _, _ in }
    ) throws -> Outcome {
        try store.write { try $0.beginLedger(record, file.sha256) }
        var (rows, outcome, batch) = (try file.rows(), Outcome(), [LedgerRow]())
        batch.reserveCapacity(Self.batchCount)
        do {
            while let row = try rows.next() {
                guard row.line > reading.headingLine else { continue }
                switch reading.row(row.cells, line: row.line, in: period) {
                case .success(let read):
                    outcome.take(read)
                    batch.append(read)
                case .failure(let aside):
                    outcome.count.aside += 1
                    try tell(aside, row.cells)
                }
                guard batch.count == Self.batchCount else { continue }
                try keep(&batch, record)
                Terminal.progress("\(outcome.count.rows) rows read ...")
                try stop.check()
            }
            try keep(&batch, record)
        } catch {
            Terminal.progress(nil)
            try? store.write { try $0.forgetLedger(record) }
            throw error
        }
        Terminal.progress(nil)
        return outcome
    }

    private func keep(_ batch: inout [LedgerRow], _ record: RecordID) throws {
        guard !batch.isEmpty else { return }
        try store.write { try $0.append(batch, to: record) }
        batch.removeAll(keepingCapacity: true)
    }

    /// Reads what this device has the file of and has not read yet.
    ///
    /// - Returns: The ledgers whose files are not here.
    /// - Throws: `SpendError` where a file reads otherwise than its record says: no figure may be
    ///   made of it.
    func loadMissing(_ ledgers: [Ledger]) throws -> [Ledger] {
        try ledgers.filter { ledger in
            if let count = try store.read({ try $0.ledgerCount(ledger) }) {
                try check(count, ledger)
                return false
            }
            guard try store.evidence.isIntact(ledger.file) else { return true }
            let file = try LedgerFile(store.evidence.path(of: ledger.file.sha256))
            let outcome = try load(file, as: ledger.record, ledger.reading, in: ledger.period)
            try check(outcome.count, ledger)
            try store.write { try $0.finishLedger(ledger.record, outcome.count) }
            return false
        }
    }

    private func check(_ count: LedgerCount, _ ledger: Ledger) throws {
        guard count != ledger.count else { return }
        throw SpendError(
            ledger.title,
            "This keeplocal reads \(count.rows) rows of \(count.total.grouped) in its file, and the"
                + " one that imported it read \(ledger.count.rows) of"
                + " \(ledger.count.total.grouped). No figure is shown, as it could be wrong. Update"
                + " keeplocal on both devices; if it stays, import the file again."
        )
    }
}

extension LedgerLoading.Outcome {
    fileprivate mutating func take(_ row: LedgerRow) {
        count.rows += 1
        count.total = count.total + row.amount
        first = first.map { min($0, row.date) } ?? row.date
        last = last.map { max($0, row.date) } ?? row.date
    }
}
