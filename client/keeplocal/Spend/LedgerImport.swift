// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import LocalSpend
import Workbooks

/// One file on its way to become a ledger: all of it, or nothing.
struct LedgerImport {
    let store: FieldStore
    let place: PlaceOptions
    let choice: Choice
    let isRehearsal: Bool
    private let stop = StopRequest()

    /// What a person said of the file.
    struct Choice {
        var file: String
        var title: String?
        var mapping: String?
        var period = LedgerReading.Period()
        var replaces: String?
        /// Where rows go that cannot be read; nil for a name beside the file.
        var aside: String?
        var dates: DateStyle?
        var amounts: AmountStyle?
    }

    /// What became of it.
    struct Outcome {
        let ledger: Ledger
        let understood: LedgerHeadings.Understood
        let encoding: String
        let kept: [KeptAside]
        let asideFile: String?
        /// Rows that an earlier import kept aside, in a file that is still there.
        let earlierAside: String?
        let difference: LedgerDifference?
        let isKnown: Bool
        let notes: [String]
    }

    init(store: FieldStore, place: PlaceOptions, choice: Choice, isRehearsal: Bool) {
        (self.store, self.place, self.choice) = (store, place, choice)
        self.isRehearsal = isRehearsal
    }

    private struct Start {
        let book: SpendBook
        let mapping: LedgerMapping
        let record: RecordID
        let former: Ledger?
        let today: PlainDate
        /// The ledger of the same file.
        let known: Ledger?
    }

    func run() throws -> Outcome {
        try store.write { try $0.forgetLedgers() }
        var file = try LedgerFile(choice.file)
        let start = try store.read { try begin($0, file.sha256) }
        let (understood, line) = try file.headings(start.mapping)
        if let known = start.known { return Outcome(known: known, understood, file) }
        let aside = isRehearsal ? nil : try AsideFile(choice, titles: understood.titles)
        let reading = try survey(file, understood.headings, line, start.mapping)
        let former = try start.former.map(readFormer)
        let blob = try attached(&file)
        var kept: [KeptAside] = []
        let loading = LedgerLoading(store: store, stop: stop)
        do {
            let period = choice.period.plausible(on: start.today)
            let read = try loading.load(file, as: start.record, reading, in: period) {
                if kept.count < Self.keptShown { kept.append($0) }
                try aside?.add($0, $1)
            }
            guard read.count.rows > 0 else { throw empty(kept) }
            let ledger = ledger(of: start.record, replacing: former?.record, blob, reading, read)
            let notes = try compare(ledger, with: start.book.ledgers.ledgers, loading)
            let difference = try former.map { try self.difference(from: $0, to: ledger) }
            // Reading may have taken so long that a sync took the copy for one that nobody wants.
            if !isRehearsal, !store.evidence.has(blob) { _ = try attached(&file) }
            // Before the ledger: one that is saved would stand without its rows kept aside.
            let asideFile = try aside?.finish()
            try save(ledger)
            return Outcome(
                ledger: ledger,
                understood: understood,
                encoding: file.encoding.rawValue,
                kept: kept,
                asideFile: asideFile,
                earlierAside: aside?.earlier,
                difference: difference,
                isKnown: false,
                notes: notes + Self.notes(on: file)
            )
        } catch {
            aside?.discard()
            try? store.write { try $0.forgetLedger(start.record) }
            throw error
        }
    }

    private func difference(from former: Ledger, to next: Ledger) throws -> LedgerDifference {
        try store.read { try $0.difference(from: former.record, to: next.record) }
    }

    /// Rows kept aside that are shown one by one; all of them are in the file.
    private static let keptShown = 20

    private func begin(_ session: StoreSession, _ sha256: Hash) throws -> Start {
        let form = try session.form(formID("spend_ledger"))
        // Who may not import is told so before a long file is read.
        let scope = try session.scope(of: form, in: place.place(in: session))
        let book = try SpendBook(session, council: scope.council.text)
        let known = book.ledgers.ledgers.first { $0.file.sha256 == sha256 }
        let saved = try choice.mapping.map(session.ledgerMapping)
        var random = session.random
        return Start(
            book: book,
            mapping: LedgerMapping(
                name: saved?.name ?? "",
                headings: saved?.headings ?? [:],
                dates: choice.dates ?? saved?.dates,
                amounts: choice.amounts ?? saved?.amounts
            ),
            record: .make(at: session.now, using: &random),
            // Who does it again has replaced the former one already.
            former: known == nil ? try choice.replaces.map { try former($0, book, session) } : nil,
            today: session.today,
            known: known
        )
    }

    private func former(
        _ text: String,
        _ book: SpendBook,
        _ session: StoreSession
    ) throws -> Ledger {
        let id = try session.recordID(matching: text)
        guard let ledger = book.ledgers.ledgers.first(where: { $0.record == id }) else {
            throw SpendError(
                "--replaces \(text)",
                "This is no ledger that counts: another one may have replaced it already. Nothing"
                    + " was imported. See: keeplocal spend ledgers"
            )
        }
        return ledger
    }

    private func survey(
        _ file: LedgerFile,
        _ headings: LedgerHeadings,
        _ line: Int,
        _ mapping: LedgerMapping
    ) throws -> LedgerReading {
        var (rows, survey) = (try file.rows(), LedgerSurvey(headings, line: line))
        while let row = try rows.next() {
            if row.line > line { survey.take(row.cells, line: row.line) }
        }
        return try survey.reading(mapping)
    }

    /// What is compared with must be on this device.
    private func readFormer(_ former: Ledger) throws -> Ledger {
        let loading = LedgerLoading(store: store, stop: stop)
        guard try loading.loadMissing([former]).isEmpty else {
            throw SpendError(
                former.title,
                "Its file is not on this device, so nobody could see what the new one changes."
                    + " Nothing was imported. Fetch it first: keeplocal spend fetch"
            )
        }
        return former
    }

    /// Copies the file to this device's evidence and reads on from there: what is read is what is
    /// kept, whatever becomes of the original.
    private func attached(_ file: inout LedgerFile) throws -> BlobReference {
        guard !isRehearsal else {
            return .init(sha256: file.sha256, sizeBytes: file.sizeBytes, mediaType: "text/csv")
        }
        let blob = try Attachments.copy(choice.file, store)
        guard blob.sha256 == file.sha256 else {
            throw SpendError(
                choice.file,
                "The file changed while it was read. Nothing was imported. Do it again when no"
                    + " other program writes it."
            )
        }
        file = try LedgerFile(store.evidence.path(of: blob.sha256))
        return blob
    }
}
