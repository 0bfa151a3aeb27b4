// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Workbooks
import XLSForms

struct FormExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a form as an XLSForm, which imports to the same form.",
        discussion: """
            --to FILE.xlsx writes a workbook, --to FILE.md tables of Markdown, any other
            name a folder of CSV files. The files that the form needs are written beside
            it. Nothing that is there already is written over, unless by --overwrite. A
            form that is a draft only is written as that; --draft writes the draft beside
            published versions.
            """
    )

    @Argument(help: "The form.") var form: String
    @Option(help: "Where to; else tables of Markdown on standard output.") var to: String?
    @Flag(help: "Write the draft that is not published yet.") var draft = false
    @Flag(help: "Write over files that are there.") var overwrite = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let id = try formID(form)
        let form = try device.store().read { session in
            let found = try session.findDraft(of: id)
            let isDraft = try draft || (found != nil && session.versions(of: id) == nil)
            return isDraft ? try session.formDraft(of: id).form : try session.form(id)
        }
        let export = FormExport(form.definition)
        guard let to else {
            try device.show(["markdown": .string(MarkdownTables.text(of: export.sheets))]) {
                for line in MarkdownTables.text(of: export.sheets).split(separator: "\n") {
                    Terminal.whole(inert(String(line)))
                }
            }
            return
        }
        let written = try write(export, to: URL(filePath: to))
        try device.show(["files": .array(written.map { .string($0.path) })]) {
            written.forEach { Terminal.line(inert($0.path)) }
        }
    }

    private func write(_ export: FormExport, to url: URL) throws -> [URL] {
        var files: [(URL, Data)] = []
        var folder = url.deletingLastPathComponent()
        switch url.pathExtension.lowercased() {
        case "xlsx": files.append((url, try Workbook.data(of: export.sheets)))
        case "md": files.append((url, Data(MarkdownTables.text(of: export.sheets).utf8)))
        default:
            folder = url
            let taken = Set(export.sheets.map(\.name) + Self.sheetNames)
            if let file = export.files.first(where: { taken.contains($0.name) }) {
                throw Failure(
                    usage: "The form reads \(file.name).csv, which in a folder is the"
                        + " sheet \(file.name). Nothing was written. Write a workbook:"
                        + " --to FILE.xlsx"
                )
            }
            files += export.sheets.map { (Self.file($0, in: folder), Self.csv($0)) }
        }
        files += export.files.map { (Self.file($0, in: folder), Self.csv($0)) }
        for (file, _) in files
        where !overwrite && FileManager.default.fileExists(atPath: file.path) {
            throw Failure(
                usage: "'\(file.path)' is there already. Nothing was written. Give another name"
                    + " with --to, or write over it with --overwrite."
            )
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (file, data) in files {
            try data.write(to: file, options: overwrite ? .atomic : .withoutOverwriting)
        }
        return files.map(\.0)
    }

    /// As an import reads them in a folder.
    private static let sheetNames = [
        "survey", "choices", "settings", "entities", "external_choices",
    ]

    private static func file(_ sheet: Sheet, in folder: URL) -> URL {
        folder.appending(path: sheet.name + ".csv")
    }

    private static func csv(_ sheet: Sheet) -> Data { Data(CSVSheet.text(of: sheet).utf8) }
}
