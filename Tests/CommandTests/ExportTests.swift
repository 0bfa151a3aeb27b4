// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing
import Workbooks

@testable import keeplocal

@Suite("Records go out to files, and come in again from them")
struct ExportTests {
    private let desk: Desk
    private let contact: CompiledForm

    init() throws {
        desk = try Desk()
        contact = try Desk.form("contact")
    }

    private func save(_ form: CompiledForm, _ pairs: [(String, JSON)]) throws -> RecordID {
        try desk.store.write { session in
            var arguments = try FieldArguments(form, in: session)
            let fields = try arguments.parse(pairs).compactMapValues { $0 }
            return try session.create(form.id, fields: fields).record
        }
    }

    private func visit(_ note: String) throws -> RecordID {
        try save(
            contact,
            [
                ("participant", "P-17"), ("kind", "visit"), ("minutes", 45),
                ("place", "-53.5 -1.75"), ("note", .string(note)),
            ]
        )
    }

    private func path(_ name: String) -> String { desk.home + "/" + name }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
    }

    private func export(_ form: CompiledForm, _ writer: any ExportWriting) throws -> ExportRun {
        try desk.store.makeDueLines()
        var run = ExportRun(form: form, since: nil, writer: writer)
        while try run.addBatch(from: desk.store) {}
        _ = try run.writer.finish()
        return run
    }

    private func csv(_ form: CompiledForm, _ name: String, split: Bool = false) throws {
        let tables = ExportTable.all(of: form, .codes, split: split)
        _ = try export(form, CSVExport(tables, path: path(name), marksBytes: false))
    }

    private func imported(_ name: String, by other: Desk) throws -> ImportRun {
        var run = ImportRun(
            form: contact.id,
            rows: try ImportRows(path: path(name)),
            place: try PlaceOptions.parse([]),
            isRehearsal: false
        )
        while try run.saveBatch(in: other.store) {}
        return run
    }

    @Test("a table has a row a record, with its key, and a place also as two numbers")
    func table() throws {
        let record = try visit("said \"yes\", then\nleft")
        try csv(contact, "out.csv")
        var reader = CSVReader(Data(try text("out.csv").utf8))
        let (heading, row) = (try #require(try reader.next()), try #require(try reader.next()))
        let cells = Dictionary(uniqueKeysWithValues: zip(heading.cells, row.cells))
        #expect(cells["KEY"] == record.description && cells["minutes"] == "45")
        #expect(cells["place"] == "-53.5 -1.75" && cells["place:longitude"] == "-1.75")
        #expect(cells["note"] == "said \"yes\", then\nleft" && cells["DISPUTED"] == "0")
        #expect(try reader.next() == nil)
    }

    @Test("an answer that is not asked stands apart from those that are, with its path")
    func notAsked() throws {
        _ = try save(
            contact,
            [
                ("participant", "P-17"), ("kind", "visit"), ("minutes", 45),
                ("referred_on", .boolean(false)), ("referred_to", "Food bank"),
            ]
        )
        try csv(contact, "out.csv")
        var reader = CSVReader(Data(try text("out.csv").utf8))
        let (heading, row) = (try #require(try reader.next()), try #require(try reader.next()))
        let cells = Dictionary(uniqueKeysWithValues: zip(heading.cells, row.cells))
        #expect(cells["referred_to"] == "" && cells["referred_on"] == "false")
        #expect(cells["NOT_ASKED"] == "referred_to=Food bank")
        _ = try export(contact, NDJSONExport(path: path("out.ndjson")))
        let line = try text("out.ndjson")
        #expect(line.contains(#""NOT_ASKED":"referred_to=Food bank""#))
        #expect(!line.contains(#""referred_to""#))
    }

    @Test("what a spreadsheet would run is a text, and the import gives it back as it was")
    func formulas() throws {
        let notes = ["=1+1", "+44 1274", "-x", "@a", "＝1+1", "'=2", "''", "'tis", "plain"]
        let records = try notes.map { try visit($0) }
        try csv(contact, "out.csv")
        #expect(try !text("out.csv").contains(",=1+1"))
        let other = try Desk()
        #expect(try imported("out.csv", by: other).saved == notes.count)
        let found = try records.map { id in
            try other.store.read { try $0.record(id) }?.fields[try #require(FieldPath("note"))]
        }
        #expect(found == notes.map { .text($0) })
    }

    @Test("an export that is imported gives the same records once, by either kind of file")
    func roundTrip() throws {
        let record = try visit("é and £")
        try csv(contact, "out.csv", split: true)
        _ = try export(contact, NDJSONExport(path: path("out.ndjson")))
        let before = try desk.store.read { try $0.record(record) }
        for name in ["out.csv", "out.ndjson"] {
            let other = try Desk()
            let run = try imported(name, by: other)
            #expect(run.refused.map(\.words) == [] && run.saved == 1)
            #expect(try other.store.read { try $0.record(record) }?.fields == before?.fields)
            #expect(try imported(name, by: other).alreadyHere == 1)
        }
    }

    @Test("each instance of a repeat is a row of a table of its own, joined by keys")
    func repeats() throws {
        let outcome = try Desk.form("outcome")
        let record = try save(
            outcome,
            [
                ("participant", "P-17"), ("measure", "scale_10"), ("baseline/value", 6),
                ("baseline/date", "2026-01-05"), ("followup[+]/score", 8),
                ("followup[+]/date", "2026-02-05"), ("followup[+]/mode", "phone"),
            ]
        )
        try csv(outcome, "out.csv")
        let lines = try text("out-followup.csv").split(separator: "\r\n")
        #expect(lines.count == 2 && lines[0].hasPrefix("PARENT_KEY,KEY,followup/date"))
        #expect(lines[1].hasPrefix("\(record),") && lines[1].contains("2026-02-05,8"))
    }

    @Test("a map names longitude before latitude, and is JSON")
    func map() throws {
        _ = try visit("here")
        let words = ExportWords.labels(language: nil)
        _ = try export(contact, GeoJSONExport(contact, path: path("out.geojson"), words))
        let data = Data(try text("out.geojson").utf8)
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let feature = try #require((json["features"] as? [[String: Any]])?.first)
        let geometry = try #require(feature["geometry"] as? [String: Any])
        #expect(geometry["coordinates"] as? [Double] == [-1.75, -53.5])
        let outcome = try Desk.form("outcome")
        #expect(throws: Failure.self) {
            _ = try GeoJSONExport(outcome, path: path("no.geojson"), words)
        }
    }

    @Test("an export that stops leaves the file that was there, and none of its own")
    func stopped() throws {
        try Data("before".utf8).write(to: URL(filePath: path("out.csv")))
        do {
            let file = try ExportFile(path("out.csv"), replaces: true)
            try file.write("half")
        }
        #expect(try text("out.csv") == "before")
        #expect(!FileManager.default.fileExists(atPath: path("out.csv.part")))
    }
}
