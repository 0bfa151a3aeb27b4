// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing
import Workbooks

@testable import keeplocal

@Suite("Records go out as a workbook", .timeLimit(.minutes(10)))
struct WorkbookExportTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func path(_ name: String) -> String { desk.home + "/" + name }

    private func save(_ form: String, _ pairs: [(String, JSON)]) throws -> RecordID {
        try desk.store.write { session in
            let form = try session.form(formID(form))
            var arguments = try FieldArguments(form, in: session)
            let fields = try arguments.parse(pairs).compactMapValues { $0 }
            return try session.create(form.id, fields: fields).record
        }
    }

    private func visit(_ note: String) throws -> RecordID {
        try save(
            "contact",
            [
                ("participant", "P-17"), ("kind", "visit"), ("minutes", 45),
                ("date", "2026-03-01"), ("place", "-53.5 -1.75"), ("note", .string(note)),
            ]
        )
    }

    @discardableResult
    private func export(_ form: String, _ options: [String], exit: Int32 = 0) throws -> String {
        let line = ["export", form, "--xlsx", "--to", path("out.xlsx")] + options
        let outcome = try desk.run(line)
        #expect(outcome.exit == exit, "\(outcome.errors)")
        return outcome.errors
    }

    private func sheets() throws -> [Sheet] {
        try Workbook.sheets(of: Data(contentsOf: URL(filePath: path("out.xlsx"))))
    }

    private func row(_ sheet: Sheet, _ number: Int = 1) -> [String: String] {
        let heading = sheet.rows[0].cells
        return Dictionary(
            heading.indices.map { (heading[$0], sheet.rows[number][column: $0]) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func byKey(_ sheet: Sheet, _ heading: String) -> [String: [String: String]] {
        let rows = (1..<sheet.rows.count).map { row(sheet, $0) }
        return Dictionary(
            rows.map { ($0[heading] ?? "", $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    @Test("every text stays a text, whatever it begins with, and numbers are numbers")
    func texts() throws {
        let notes = ["=1+1", "+44 1274", "-x", "@a", "'tis", "a <b> & \"c\"\nd", "é £ 日"]
        let records = try notes.map { try visit($0) }
        try export("contact", [])
        let sheet = try #require(try sheets().first)
        let found = byKey(sheet, "KEY")
        #expect(found.count == notes.count)
        #expect(records.map { found[$0.description]?["note"] } == notes)
        let first = try #require(found[records[0].description])
        #expect(first["minutes"] == "45" && first["place:latitude"] == "-53.5")
        #expect(first["kind"] == "visit" && first["DISPUTED"] == "0")
        #expect(sheet.name == "contact" && sheet.rows.count == notes.count + 1)
    }

    @Test("repeats are sheets of their own, joined by keys as the CSV export joins them")
    func repeats() throws {
        let records = try (0..<3).map { number in
            try save(
                "outcome",
                [
                    ("participant", "P-17"), ("measure", "scale_10"), ("baseline/value", 6),
                    ("baseline/date", "2026-01-05"), ("followup[+]/score", .integer(8 - number)),
                    ("followup[+]/date", "2026-02-05"), ("followup[+]/mode", "phone"),
                ]
            )
        }
        try export("outcome", [])
        let all = try sheets()
        #expect(all.map(\.name) == ["outcome", "followup"])
        let follow = try #require(all.last)
        #expect(follow.rows[0].cells.prefix(2) == ["PARENT_KEY", "KEY"])
        let found = byKey(follow, "PARENT_KEY")
        #expect(records.map { found[$0.description]?["followup/score"] } == ["8", "7", "6"])
        #expect(byKey(follow, "KEY").count == 3)
        _ = try desk.run(["export", "outcome", "--csv", "--to", path("out.csv")])
        let csv = try String(contentsOfFile: path("out-followup.csv"), encoding: .utf8)
        let keys = csv.split(separator: "\r\n").dropFirst().map { $0.split(separator: ",")[1] }
        #expect(Set(keys.map(String.init)) == Set(found.values.compactMap { $0["KEY"] }))
    }

    @Test("with labels the headings and choices are words, in the language that is asked for")
    func labels() throws {
        _ = try visit("x")
        try export("contact", ["--labels"])
        let found = row(try #require(try sheets().first))
        #expect(found["How"] == "Home visit" && found["Minutes"] == "45")
        try FileManager.default.removeItem(atPath: path("out.xlsx"))
        let told = try export("contact", ["--labels", "--language", "Welsh"], exit: 2)
        #expect(told.contains("Welsh"))
        #expect(try export("contact", ["--language", "x"], exit: 2).contains("--labels"))
        #expect(!FileManager.default.fileExists(atPath: path("out.xlsx")))
    }

    @Test("a language of the form is that of its headings and choices")
    func languages() throws {
        var choice = FormDefinition.Choice(name: "home", label: "Home")
        choice.translations = ["cy": "Cartref"]
        var item = FormItem(.choice, name: "kind")
        var texts = FormItem.Texts()
        texts.label = "Sut?"
        (item.label, item.translations, item.choices) = ("How?", ["cy": texts], "kinds")
        var definition = try Desk.form(items: "[]").definition
        (definition.items, definition.choiceLists) = ([item], ["kinds": [choice]])
        definition.languages = ["en", "cy"]
        let form = try CompiledForm(definition)
        let field = try #require(form.fields.first)
        for (words, heading, answer) in [
            (.codes, "kind", "home"), (.labels(language: nil), "How?", "Home"),
            (.labels(language: "cy"), "Sut?", "Cartref"),
        ] as [(ExportWords, String, String)] {
            let table = try #require(ExportTable.all(of: form, words, split: false).first)
            #expect(table.sheetHeadings[1] == heading)
            #expect(ExportCell(.choice("home"), of: field, words).text == answer)
        }
    }

    @Test("a file that is there is never written over, and nothing is left of one that stopped")
    func kept() throws {
        _ = try visit("x")
        try Data("mine".utf8).write(to: URL(filePath: path("out.xlsx")))
        #expect(try export("contact", [], exit: 2).contains("is there already"))
        #expect(try String(contentsOfFile: path("out.xlsx"), encoding: .utf8) == "mine")
        let file = try ExportFile(path("late.xlsx"), replaces: false)
        try file.write("half")
        try Data("theirs".utf8).write(to: URL(filePath: path("late.xlsx")))
        #expect(throws: Failure.self) { try file.finish() }
        #expect(try String(contentsOfFile: path("late.xlsx"), encoding: .utf8) == "theirs")
        do {
            let form = try Desk.form("outcome")
            let tables = ExportTable.all(of: form, .codes, split: false)
            _ = try WorkbookExport(tables, of: form, path: path("stopped.xlsx"))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: desk.home)
        #expect(!left.contains { $0.hasPrefix("stopped") })
    }

    @Test("Python's own readers of archives and XML take every part of it")
    func package() throws {
        _ = try visit("=cmd|' /C calc'!A0 \u{1} <&>")
        try export("contact", [])
        let script = """
            import sys, zipfile, xml.dom.minidom
            with zipfile.ZipFile(sys.argv[1]) as book:
                assert book.testzip() is None
                names = book.namelist()
                for name in names: xml.dom.minidom.parseString(book.read(name))
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
                assert "<f" not in sheet and "[Content_Types].xml" in names
            print("whole")
            """
        let python = Process()
        let output = Pipe()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", "-c", script, path("out.xlsx")]
        python.standardOutput = output
        try python.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        python.waitUntilExit()
        // 127: there is no python3 on this machine.
        guard python.terminationStatus != 127 else { return }
        #expect(String(decoding: said, as: UTF8.self) == "whole\n")
    }
}
