// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Places
import Workbooks

struct PlaceNeedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "need",
        abstract: "Say how great need is in each place.",
        subcommands: [PlaceNeedImport.self]
    )
}

extension Need.End: ExpressibleByArgument {}

struct PlaceNeedImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import numbers for LSOAs or wards, such as deciles of deprivation.",
        discussion: """
            The file has the columns 'code' and 'need', with --greatest low or high; or
            it is that of all ranks and deciles of the Indices of Deprivation 2025 as it
            is published, of which the rows of your council are kept. What was imported
            last is what reports use.
            """
    )

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "low or high: which end of the numbers is great need.") var greatest: Need.End?
    @Option(help: "What the numbers are; else the name of the file.") var title: String?
    @OptionGroup var saving: SavingOptions

    func run() throws {
        let (path, store) = (PathCompletion.expanded(file), try saving.device.store())
        let need = try read(path, of: store.read(councils))
        try saving.save(
            "place_need",
            need.fields.mapValues { Optional($0) },
            what: "need of \(count(need.values.count, "place")), '\(need.title)'",
            in: store
        ) { session, scope in
            // The same again becomes the newest only where something else came since.
            let all = try session.records(form: formID("place_need")).filter { $0.scope == scope }
            let last = all.filter { Need($0) != nil }.max { $0.id < $1.id }
            return last.flatMap(Need.init)?.source == need.source ? last?.id : nil
        }
    }

    /// The codes of the councils that it may be written for.
    private func councils(_ session: StoreSession) throws -> [String] {
        let form = try session.form(formID("place_need"))
        let scopes = Set(
            try session.scopes(of: form, in: saving.place.place(in: session)).map(\.council)
        )
        return try session.councilReferences().filter { scopes.contains($0.id) }.map(\.gss)
    }

    private func read(_ path: String, of councils: [String]) throws -> Need {
        let file = try LedgerFile(path)
        var rows = try file.rows()
        guard let first = try rows.next() else { throw PlaceError(path, "The file has no lines.") }
        let headings = try NeedHeadings(first.cells, line: first.line)
        let end = try end(headings)
        var reading = NeedReading(headings, of: councils)
        while let row = try rows.next() { try reading.take(row.cells, line: row.line) }
        guard !reading.values.isEmpty else {
            throw PlaceError(
                path,
                reading.elsewhere > 0
                    ? "It has no row of your council. Nothing was imported. Is it the file of"
                        + " all of England? Who works with several councils names one: --council"
                        + " NAME"
                    : "The file has no places. Nothing was imported."
            )
        }
        return Need(
            title: title
                ?? (headings.isPublished
                    ? "IMD decile 2025" : URL(filePath: path).lastPathComponent),
            greatest: end,
            values: reading.values,
            source: file.sha256.description
        )
    }

    private func end(_ headings: NeedHeadings) throws -> Need.End {
        guard headings.isPublished else {
            guard let greatest else {
                throw Failure(
                    usage: "Say which end of the numbers is great need: --greatest low, as of"
                        + " deciles of deprivation, or --greatest high."
                )
            }
            return greatest
        }
        guard greatest != .high else {
            throw Failure(
                usage: "In this file 1 is the decile of the greatest need. Leave out --greatest."
            )
        }
        return .low
    }
}
