// SPDX-License-Identifier: Apache-2.0

import Foundation
import Workbooks
import XLSForms

/// An XLSForm as it lies on disk: a workbook, a folder of CSV files, or tables of Markdown.
struct FormSource {
    let sheets: [Sheet]
    /// The files that the form names, as far as they are there, by their names without `.csv`.
    let files: [String: Sheet]
    /// What the form is called where it does not say.
    let name: String

    private static let sheetNames = [
        "survey", "choices", "external_choices", "settings", "entities",
    ]

    /// - Throws: `Failure` for what cannot be read; `WorkbookError` for what goes beyond bounds.
    init(path: String, filesFolder: String?) throws {
        let url = URL(filePath: path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(usage: "There is no file '\(path)'.")
        }
        name = url.deletingPathExtension().lastPathComponent
        let folder = isFolder.boolValue ? url : url.deletingLastPathComponent()
        sheets =
            isFolder.boolValue ? try Self.sheets(ofFolder: url) : try Self.sheets(ofFile: url)
        files = try Self.files(
            ExternalFiles.named(in: sheets),
            in: filesFolder.map { URL(filePath: $0) } ?? folder
        )
    }

    private static func sheets(ofFile url: URL) throws -> [Sheet] {
        switch url.pathExtension.lowercased() {
        case "xlsx", "xlsm": return try Workbook.sheets(of: contents(of: url))
        case "md", "markdown": return try MarkdownTables.sheets(of: contents(of: url))
        default:
            throw Failure(
                usage: "'\(url.lastPathComponent)' is neither an Excel workbook (.xlsx) nor tables"
                    + " of Markdown (.md). Save the form as \"Excel Workbook (.xlsx)\"; or save"
                    + " each sheet as CSV into one folder, and give that folder."
            )
        }
    }

    private static func sheets(ofFolder url: URL) throws -> [Sheet] {
        let found = try sheetNames.compactMap { name -> Sheet? in
            let file = url.appending(path: name + ".csv")
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            return try CSVSheet.sheet(named: name, of: contents(of: file))
        }
        guard !found.isEmpty else {
            throw Failure(
                usage: "The folder '\(url.path)' holds no survey.csv. Save each sheet of the form"
                    + " there as CSV, under the name of the sheet."
            )
        }
        return found
    }

    private static func files(_ names: [String], in folder: URL) throws -> [String: Sheet] {
        var files: [String: Sheet] = [:]
        for name in names where !name.contains("/") && !name.hasPrefix(".") {
            let file = folder.appending(path: name + ".csv")
            guard FileManager.default.fileExists(atPath: file.path) else { continue }
            files[name] = try CSVSheet.sheet(named: name, of: contents(of: file))
        }
        return files
    }

    /// The size is looked at before anything is read.
    private static func contents(of url: URL) throws -> Data {
        let size = try? FileManager.default.attributesOfItem(atPath: url.path)[.size] as? Int
        guard let size, size <= WorkbookBounds.fileBytesMax,
            let data = FileManager.default.contents(atPath: url.path)
        else {
            throw Failure(
                usage: "The file '\(url.path)' cannot be read, or is larger than"
                    + " \(WorkbookBounds.fileBytesMax / 1024 / 1024) MB."
            )
        }
        return data
    }
}
