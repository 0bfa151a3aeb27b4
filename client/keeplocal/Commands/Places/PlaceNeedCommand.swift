// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
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
            The file has the columns 'code' and 'need'. Deciles of the Indices of
            Deprivation have the greatest need at 1: --greatest low. What was imported
            last is what reports use.
            """
    )

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "low or high: which end of the numbers is great need.") var greatest: Need.End
    @Option(help: "What the numbers are; else the name of the file.") var title: String?
    @OptionGroup var saving: SpendSaving

    func run() throws {
        let path = PathCompletion.expanded(file)
        let need = try read(path)
        try saving.save(
            "place_need",
            need.fields.mapValues { Optional($0) },
            what: "need of \(count(need.values.count, "place")), '\(need.title)'"
        ) { session, scope in
            // The same again becomes the newest only where something else came since.
            let all = try session.records(form: formID("place_need")).filter { $0.scope == scope }
            let last = all.filter { Need($0) != nil }.max { $0.id < $1.id }
            return last.flatMap(Need.init)?.source == need.source ? last?.id : nil
        }
    }

    private func read(_ path: String) throws -> Need {
        let file = try LedgerFile(path)
        var rows = try file.rows()
        guard let first = try rows.next() else { throw PlaceError(path, "The file has no lines.") }
        var reading = try NeedReading(headings: first.cells, line: first.line)
        while let row = try rows.next() { try reading.take(row.cells, line: row.line) }
        guard !reading.values.isEmpty else {
            throw PlaceError(path, "The file has no places. Nothing was imported.")
        }
        return Need(
            title: title ?? URL(filePath: path).lastPathComponent,
            greatest: greatest,
            values: reading.values,
            source: file.sha256.description
        )
    }
}
