// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show local spend: shares, circles, classes, and the way to the target.",
        discussion: """
            Every share stands with both of its amounts and its definition. Figures of two
            definitions are never joined: between them is a break.
            """
    )

    @Option(help: "Only by this definition.") var definition: String?
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let book = try store.read { try SpendBook($0, council: council) }
        let ledgers = book.ledgers.ledgers
        let absent = try LedgerLoading(store: store, stop: StopRequest()).loadMissing(ledgers)
        let away = Set(absent.map(\.record))
        var cells = book.handRows
        for ledger in ledgers where !away.contains(ledger.record) {
            cells += try store.read { try $0.spendCells(of: ledger.record) }
        }
        let reports = try SpendReport.all(book, only: definition, cells)
        let breaks = SpendReport.breaks(reports)
        try device.show(json(reports, breaks, absent, book)) {
            guard !reports.isEmpty else {
                return Terminal.line(
                    "There is no definition yet, so no percentage would mean anything. Make one:"
                        + " keeplocal spend definition add"
                )
            }
            for (index, report) in reports.enumerated() {
                if index > 0 { Terminal.line() }
                if let gap = breaks.first(where: { $0.to == report.definition.id }) {
                    gap.words.wrapped(78).forEach { Terminal.line($0) }
                    Terminal.line()
                }
                report.lines.forEach { Terminal.line($0) }
            }
        }
        for ledger in absent { Terminal.note(Self.words(absent: ledger)) }
        book.notes.forEach { Terminal.note(inert($0)) }
    }

    private static func words(absent ledger: Ledger) -> String {
        "Not in these figures: '\(inert(ledger.title))', \(ledger.count.total.words) in"
            + " \(count(ledger.count.rows, "row")). Its file is not on this device. Fetch it:"
            + " keeplocal spend fetch"
    }

    private func json(
        _ reports: [SpendReport],
        _ breaks: [SpendReport.Break],
        _ absent: [Ledger],
        _ book: SpendBook
    ) -> JSON {
        [
            "reports": .array(reports.map(\.json)), "breaks": .array(breaks.map(\.json)),
            "absent": .array(
                absent.map {
                    [
                        "record": .string($0.record.description),
                        "total": .integer($0.count.total.pence),
                    ]
                }
            ),
            "notes": .array(book.notes.map(JSON.string)),
        ]
    }
}
