// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a ledger of payments from a CSV file.",
        discussion: """
            The columns of the Transparency Code are understood by themselves; for other
            headings save a mapping once. A row that cannot be read is kept aside in a
            file, with its line and the reason. The same file again does nothing. A
            corrected file replaces the ledger that it corrects (--replaces), and what it
            changes is shown.
            Try it first: --dry-run shows all of it and saves nothing.
            """
    )

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "The mapping of the council's headings.") var mapping: String?
    @Option(help: "What the ledger is called; else the name of the file.") var title: String?
    @Option(help: "Its first day, such as 2025-04-01; earlier rows are kept aside.")
    var from: String?
    @Option(help: "Its last day.") var to: String?
    @Option(help: "The ledger that this file corrects.") var replaces: String?
    @Option(
        help: "Where the rows go that cannot be read; else beside the file.",
        completion: .file()
    )
    var aside: String?
    @Option(help: "What 03/06/2025 means, where the file does not tell.") var dates: DateStyle?
    @Option(help: "point for 1,234.50 and comma for 1.234,50, where the file does not tell.")
    var amounts: AmountStyle?
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let choice = LedgerImport.Choice(
            file: PathCompletion.expanded(file),
            title: title,
            mapping: mapping,
            period: .init(from: try from.map(day), to: try to.map(day)),
            replaces: replaces,
            aside: aside,
            dates: dates,
            amounts: amounts
        )
        let outcome = try LedgerImport(
            store: device.store(),
            place: place,
            choice: choice,
            isRehearsal: rehearsal.dryRun
        ).run()
        try device.show(outcome.json) {
            for line in outcome.lines(rehearsal) { Terminal.line(line) }
        }
        rehearsal.note()
    }

    private func day(_ text: String) throws -> PlainDate {
        guard let date = PlainDate(text) else {
            throw Failure(usage: "'\(text)' is no day. Write it such as 2025-04-01.")
        }
        return date
    }
}

extension LedgerImport.Outcome {
    fileprivate func lines(_ rehearsal: RehearsalOptions) -> [String] {
        guard !isKnown else {
            return [
                "This file was imported already, as '\(inert(ledger.title))'"
                    + " (\(ledger.record.short)). Nothing was done."
            ]
        }
        var lines = understood.columns.map { column, heading in
            "  \(column.title.padded(28)) \(inert(heading))"
        }
        if !understood.unread.isEmpty {
            lines.append("  not read: " + inert(understood.unread.joined(separator: ", ")))
        }
        lines.append(
            "\(rehearsal.outcome): '\(inert(ledger.title))' (\(ledger.record.short)),"
                + " \(ledger.period.words), \(count(ledger.count.rows, "row"))"
                + " of \(ledger.count.total.grouped)"
        )
        lines += asideLines + differenceLines + notes.map(inert)
        return lines
    }

    /// Those of this file first; what is left of an earlier one is told apart from them.
    private var asideLines: [String] {
        let earlier =
            earlierAside.map {
                [
                    "Of an earlier import, not of this one: \(inert($0)). Its rows are in no ledger"
                        + " unless you mended and imported them."
                ]
            } ?? []
        guard ledger.count.aside > 0 else {
            return earlier.isEmpty ? [] : ["No row of this file was kept aside."] + earlier
        }
        let rows = count(ledger.count.aside, "row")
        let rest = ledger.count.aside - kept.count
        return ["Kept aside, and not counted: \(rows)"]
            + kept.map { "  line \($0.line): \(inert($0.why))" }
            + (rest > 0 ? ["  and \(rest) more"] : [])
            + (asideFile.map { ["They are in \(inert($0)), with the reasons."] } ?? [])
            + earlier
    }

    private var differenceLines: [String] {
        guard let difference else { return [] }
        let net = difference.added.total.pence - difference.gone.total.pence
        return [
            "Against the ledger that it replaces: \(difference.unchanged) rows unchanged, the"
                + " total \(net < 0 ? "falls" : "rises") by"
                + " \(Money(pence: Int64(net.magnitude)).grouped)"
        ] + lines(of: difference.added, "new") + lines(of: difference.gone, "gone")
    }

    private func lines(of side: LedgerDifference.Side, _ word: String) -> [String] {
        guard side.rows > 0 else { return [] }
        let rest = side.rows - side.examples.count
        return ["  \(word): \(count(side.rows, "row")) of \(side.total.grouped)"]
            + side.examples.map {
                "    line \($0.line): \($0.date)  \(inert($0.supplier))  \($0.amount.grouped)"
            } + (rest > 0 ? ["    and \(rest) more"] : [])
    }
}
