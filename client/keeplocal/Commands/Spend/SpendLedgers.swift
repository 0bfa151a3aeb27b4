// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import LocalSpend

struct SpendLedgers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledgers",
        abstract: "List the ledgers that count."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let (book, actor) = try store.read { session in
            (try SpendBook(session, council: council), try session.identity().actor)
        }
        let ledgers = book.ledgers.ledgers
        let doubled = try DoubledLedger.parted(ledgers, in: store).doubled
        try device.show(.array(ledgers.map { $0.json(isHere: store.evidence.has($0.file)) })) {
            guard !ledgers.isEmpty else {
                return actor.spendAbsence(
                    "There is no ledger yet.",
                    "See: keeplocal spend import --help"
                ).wrapped(78).forEach { Terminal.line($0) }
            }
            var table = Table(folding: "ledger", "days", "rows", "total", "aside", "id", "file")
            for ledger in ledgers {
                table.add(
                    ledger.title,
                    ledger.period.words,
                    "\(ledger.count.rows)",
                    ledger.count.total.grouped,
                    "\(ledger.count.aside)",
                    ledger.record.short,
                    store.evidence.has(ledger.file) ? "here" : "not here"
                )
            }
            Terminal.line(table.text)
        }
        (doubled.map(\.words) + book.notes).forEach { Terminal.note(inert($0)) }
    }
}

struct SpendFetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetch the files of ledgers that other people imported."
    )

    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let book = try store.read { try SpendBook($0, council: council) }
        let absent = try book.ledgers.ledgers.filter { try !store.evidence.isIntact($0.file) }
        for ledger in absent {
            defer { Terminal.progress(nil) }
            let size = ledger.file.sizeBytes
            try FetchingFile(store: store, server: try device.server(store)) { done in
                Terminal.progress("receiving: \(done.words) of \(size.words) ...")
            }.run(ledger.file)
            try store.write {
                try $0.markPresent(BlobName(record: ledger.record, sha256: ledger.file.sha256))
            }
        }
        try device.show(["fetched": .integer(Int64(absent.count))]) {
            Terminal.line(
                absent.isEmpty
                    ? "All files of ledgers are here."
                    : "Fetched: \(count(absent.count, "file")). See: keeplocal spend show"
            )
        }
    }
}

extension Ledger {
    fileprivate func json(isHere: Bool) -> JSON {
        [
            "record": .string(record.description), "title": .string(title),
            "from": period.from.map { .string($0.description) } ?? .null,
            "to": period.to.map { .string($0.description) } ?? .null,
            "rows": .integer(Int64(count.rows)), "total": .integer(count.total.pence),
            "keptAside": .integer(Int64(count.aside)), "here": .boolean(isHere),
            "sha256": .string(file.sha256.description),
            "replaces": replaces.map { .string($0.description) } ?? .null,
        ]
    }
}
