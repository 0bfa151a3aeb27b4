// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Reports from a device's records")
struct ReportTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func create(_ form: String, _ answers: [String: FieldValue]) throws -> String {
        let id = try #require(FormID(form))
        var fields: [FieldPath: FieldValue] = [:]
        for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
        return try desk.store.write { try $0.create(id, fields: fields).record.description }
    }

    private func people(_ count: Int) throws {
        for number in 0..<count {
            _ = try create(
                "contact",
                [
                    "participant": .text("P-\(number)"), "kind": .choice("visit"),
                    "date": .date(Desk.today),
                ]
            )
        }
    }

    private func run(_ arguments: String...) throws {
        var command = try KeepLocal.parseAsRoot(["report"] + arguments + ["--home", desk.home])
        try command.run()
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path(name))), as: UTF8.self)
    }

    private func path(_ name: String) -> String { desk.home + "/" + name }

    @Test("every report can be drawn before anything was recorded")
    func empty() throws {
        for kind in ReportKind.allCases where !kind.isNeverOurs {
            try run(kind.rawValue, "--html", path("\(kind).html"), "--for", "ourselves")
            #expect(try text("\(kind).html").contains("As of last sync"))
        }
    }

    @Test("a file is for others, and tells no few people; the same for ourselves tells all")
    func disclosed() throws {
        try people(3)
        try run("reach", "--csv", path("out.csv"))
        let told = try text("out.csv")
        #expect(told.contains("[c]") && !told.contains(",3,"))
        try run("reach", "--csv", path("own.csv"), "--for", "ourselves")
        #expect(try text("own.csv").contains(",3,"))
    }

    @Test("JSON is a file as well: it tells no few people, and of quarters only")
    func json() throws {
        try people(3)
        let told = try desk.run(["report", "reach", "--json"]).output
        #expect(told.contains("suppressed") && !told.contains(#""count":3"#))
        let own = try desk.run(["report", "reach", "--json", "--for", "ourselves"]).output
        #expect(own.contains(#""count":3"#))
        let days = ["--from", "2026-01-01", "--to", "2026-02-01", "--json"]
        #expect(throws: (any Error).self) {
            _ = try KeepLocal.parseAsRoot(["report", "reach"] + days + ["--home", desk.home])
        }
    }

    @Test("a second file is held beside the first, though commands have ended in between")
    func ledger() throws {
        try people(20)
        try run("reach", "--csv", path("one.csv"))
        #expect(try text("one.csv").contains(",20,"))
        try people(22)
        try run("reach", "--csv", path("two.csv"))
        let told = try text("two.csv")
        #expect(!told.contains(",22,") && told.contains(",42,"))
        // Without its memory nothing more is told.
        try "{".write(toFile: path("published.json"), atomically: false, encoding: .utf8)
        #expect(throws: Problem.self) { try run("reach", "--csv", path("three.csv")) }
        #expect(!FileManager.default.fileExists(atPath: path("three.csv")))
    }

    @Test(
        "a choice that a report would not look at is refused, with those that it takes",
        arguments: [
            ("returns", "--by", "ward", "outcomes, reach, neighbourhoods"),
            ("system", "--by", "ward", "--quarter"), ("reach", "--definition", "x", "spend"),
            ("quality", "--service", "x", "It takes: --html, --csv, --for"),
            ("spend", "--service", "x", "--definition"),
        ]
    )
    func ignored(_ report: String, _ option: String, _ value: String, _ said: String) throws {
        let failure = #expect(throws: Failure.self) { try run(report, option, value) }
        #expect("\(String(describing: failure))".contains(said))
    }

    @Test("what cannot be meant is said")
    func refused() throws {
        #expect(throws: Failure.self) { try run("nothing") }
        #expect(throws: Failure.self) { try run("reach", "--quarter", "2026-Q5") }
        #expect(throws: Failure.self) { try run("reach", "--service", "none such") }
        for arguments in [
            ["reach", "--from", "2026-01-01"], ["reach", "--html", "a", "--csv", "b"],
            ["reach", "--from", "2026-01-01", "--to", "2026-02-01", "--html", "a"],
        ] {
            #expect(throws: (any Error).self) {
                _ = try KeepLocal.parseAsRoot(["report"] + arguments + ["--home", desk.home])
            }
        }
    }
}
