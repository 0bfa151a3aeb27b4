// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Disclosure
import FieldModel
import FieldStore
import Figures
import Pictures
import Workbooks

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Draw a report from the records on this device, or write it to a file.",
        discussion: """
            keeplocal report list names the reports. Without a file a report is drawn
            here, with all its numbers: it is the organisation's own. A file is made for
            others, and so is what --json prints. In these numbers of people from 1 to 4
            are not told, nor others from which these could be worked out, also beside
            what was written before. With --for ourselves they tell every number, of any
            days.
            """
    )

    @Argument(help: "The report, or list.") var name: String
    @OptionGroup var choice: ReportOptions
    @OptionGroup var place: PlaceOptions

    private var device: DeviceOptions { choice.device }

    func validate() throws { try choice.validate() }

    func run() throws {
        if name == "list" { return try list() }
        guard let kind = ReportKind(rawValue: name) else {
            throw Failure(
                usage: "There is no report '\(name)'. See them with: keeplocal report list"
            )
        }
        try choice.check(kind)
        let store = try kind.isAboutCases ? device.storeForFigures() : device.store()
        let outside = try ReportOutside(kind, device, place)
        let isForOthers = choice.isForCouncil || kind.isNeverOurs
        let ledger = isForOthers ? try PublicationLedger(home: device.path) : nil
        let (report, told) = try store.read { session in
            var material = try ReportMaterial(
                session,
                kind,
                choice,
                place.place(in: session),
                outside
            )
            let known = try ledger.map { try session.publication(after: $0.publication) }
            material.told = known
            let report = try kind.report(of: material)
            guard let known else { return (report, nil as Told?) }
            let told = try DisclosedReport(report, material, after: known)
            return (told.report, Told(told.publication, after: known))
        }
        // Ranked when numbers were hidden: the place of a row would tell them.
        let ranked = report.mapTables { $0.ranked }
        if let told, let ledger { try remember(told, ledger, store) }
        try give(ranked)
    }

    /// Before it is told: what was told and then forgotten could be told again by a difference.
    private func remember(
        _ told: Told,
        _ ledger: PublicationLedger,
        _ store: FieldStore
    ) throws {
        try ledger.save(told.publication)
        guard !told.new.isEmpty else { return }
        let isShared = try store.write { session in
            try session.remember(told.new, by: name, in: place.place(in: session))
        }
        Terminal.note(isShared ? Self.isShared : Self.isAlone)
    }

    private static let isShared =
        "What it tells is remembered. Your other devices, and your colleagues', learn it with:"
        + " keeplocal sync"
    private static let isAlone =
        "What it tells is remembered on this device alone, as your role writes no such records:"
        + " let one device write the files for others."

    /// What a report told, and what of it nobody had told before.
    private struct Told {
        let publication: Publication
        let new: [Publication.Entry]

        init(_ publication: Publication, after known: Publication) {
            (self.publication, new) = (publication, publication.entries(after: known))
        }
    }

    private func list() throws {
        let json = JSON.array(
            ReportKind.allCases.map {
                ["name": .string($0.rawValue), "about": .string($0.about)]
            }
        )
        try device.show(json) {
            ReportKind.allCases.forEach { Terminal.line($0.rawValue.padded(16) + $0.about) }
        }
    }

    private func give(_ report: Report) throws {
        if let path = choice.html {
            try write(report.page, to: path)
            return try tell(report, path)
        }
        if let path = choice.csv {
            try write(report.lines.map { CSVSheet.line(of: $0.map(Self.cell)) }.joined(), to: path)
            return try tell(report, path)
        }
        try device.show(report.json) {
            report.text(.ofTerminal).forEach { Terminal.line(inert($0)) }
        }
        if device.json, !choice.isForCouncil { Terminal.note(Self.tellsAll) }
    }

    private static let tellsAll = "It tells every number, also of few people. Keep it safe."

    /// A number stays one; a text that a spreadsheet would run does not.
    private static func cell(_ text: String) -> String {
        Int64(text) == nil ? SpreadsheetText.guarded(text) : text
    }

    private func write(_ text: String, to path: String) throws {
        let file = try ExportFile(path, replaces: choice.overwrite, option: "another name")
        try file.write(text)
        try file.finish()
    }

    private func tell(_ report: Report, _ path: String) throws {
        let json: JSON = [
            "file": .string(path), "suppressed": .integer(Int64(report.suppressed)),
            "for": .string(choice.isForCouncil ? "council" : "ourselves"),
        ]
        try device.show(json) {
            Terminal.line("\(report.title) in \(inert(path))")
            // A spreadsheet has no place for why it is empty.
            if report.sections.isEmpty { report.notes.forEach { Terminal.line($0) } }
            guard choice.isForCouncil else {
                return Terminal.note(Self.tellsAll)
            }
            let hidden = report.suppressed
            Terminal.line(
                hidden == 0
                    ? "Every number could be told."
                    : "\(count(hidden, "number")) \(hidden == 1 ? "is" : "are") not told: [c]."
            )
        }
    }
}
