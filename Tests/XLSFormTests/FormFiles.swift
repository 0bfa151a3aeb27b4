// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing
import Workbooks
import XLSForms

/// The forms that lie beside the tests.
enum FormFiles {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Forms")

    static let names = names(in: folder)

    private static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
    }

    /// What an import of a form in markdown tells that is wrong.
    static func problems(
        _ text: String,
        _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> [ImportProblem] {
        var options = try options()
        change(&options)
        do {
            _ = try FormImport(MarkdownTables.sheets(of: Data(text.utf8)), options)
            return []
        } catch let error as ImportError { return error.problems }
    }

    /// Forms that cannot be used, each with the place that is wrong.
    static let broken: [Broken] = {
        let broken = folder.deletingLastPathComponent().appending(path: "Broken")
        return names(in: broken).compactMap { name in
            let file = broken.appending(path: name + ".md")
            guard let text = try? String(contentsOf: file, encoding: .utf8),
                let place = text.firstMatch(of: /Wrong at: (.*)/)?.output.1
            else { return nil }
            return Broken(testDescription: name, text: text, place: String(place))
        }
    }()

    struct Broken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let place: String
    }

    static func sheets(_ name: String) throws -> [Sheet] {
        try MarkdownTables.sheets(of: Data(contentsOf: folder.appending(path: name + ".md")))
    }

    static func options() throws -> ImportOptions {
        let wards = try Data(contentsOf: folder.appending(path: "wards.csv"))
        var options = ImportOptions()
        options.files["wards"] = try CSVSheet.sheet(named: "wards", of: wards)
        options.forms = ["participant", "service", "enrolment"].compactMap(FormID.init).set
        return options
    }

    /// A form that was written as tables of Markdown.
    static func imported(_ text: String, files: [Sheet] = []) throws -> FormImport {
        var options = try options()
        for file in files { options.files[file.name] = file }
        return try FormImport(MarkdownTables.sheets(of: Data(text.utf8)), options)
    }

    static func form(_ name: String) throws -> FormImport {
        try FormImport(sheets(name), options())
    }
}

extension Array where Element: Hashable {
    fileprivate var set: Set<Element> { Set(self) }
}
