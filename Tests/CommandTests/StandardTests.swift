// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Services, grants and contracts as a file")
struct StandardTests {
    private let desk: Desk
    private let worker: Desk

    init() throws {
        desk = try Desk(.reviewer)
        worker = try Desk()
    }

    private func service(_ answers: [String: FieldValue] = [:]) throws -> RecordID {
        var all: [String: FieldValue] = [
            "name": .text("Homecare East"), "description": .text("Visits at home"),
            "status": .choice("active"), "contract": .choice("grant"),
            "award_total": .money(Money(pence: 100)),
        ]
        all.merge(answers) { $1 }
        return try create("service", all, in: desk)
    }

    private func create(
        _ form: String,
        _ answers: [String: FieldValue],
        in desk: Desk
    ) throws -> RecordID {
        let id = try #require(FormID(form))
        var fields: [FieldPath: FieldValue] = [:]
        for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
        let place = Place(council: desk.bradford, organisation: Desk.hub)
        return try desk.store.write { try $0.create(id, fields: fields, in: place).record }
    }

    private func run(_ name: String, to file: String, _ more: String...) throws {
        let arguments = ["standard", name, "--out", path(file), "--home", desk.home] + more
        var command = try KeepLocal.parseAsRoot(arguments)
        try command.run()
    }

    private func path(_ name: String) -> String { desk.home + "/" + name }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasPrefix("out")
        }
    }

    @Test("what is missing is named with its record and its remedy, and no file is left")
    func missing() throws {
        let record = try service()
        let failure = #expect(throws: Failure.self) { try run("grants", to: "out.json") }
        let message = try #require(failure).problem.message
        let remedy = "keeplocal edit \(record.short) --set awarded=2026-04-01"
        #expect(message.contains("Homecare East: a grant needs an award date: \(remedy)"))
        #expect(try names(desk.home).isEmpty)
        #expect(throws: Failure.self) { try run("contracts", to: "out.json") }
        #expect(try names(desk.home).isEmpty)
    }

    @Test("a file is whole, under either name of the command, and stays unless it may give way")
    func written() throws {
        _ = try service(["awarded": .date(Desk.today)])
        for (name, entry) in [("grants", "grants"), ("360giving", "grants"), ("hsds", "contents")] {
            try run(name, to: "out-\(name).json")
            let data = try Data(contentsOf: URL(filePath: path("out-\(name).json")))
            let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            #expect((object?[entry] as? [Any])?.count == 1)
        }
        #expect(throws: Failure.self) { try run("grants", to: "out-grants.json") }
        try run("grants", to: "out-grants.json", "--overwrite", "--prefix", "360G-bradford")
        #expect(throws: Failure.self) { try run("grants", to: "out2", "--prefix", "bradford") }
        #expect(throws: Failure.self) { try run("services", to: "out2", "--council", "leeds") }
        #expect(throws: Failure.self) { try run("contracts", to: "out2", "--uri", "here") }
        #expect(throws: Problem.self) { try run("services", to: "none/out2") }
    }

    @Test("nothing about a participant leaves, though the device knows them")
    func participants() throws {
        let secret = "Zebedee Quince"
        let person = try create(
            "participant",
            [
                "name": .text(secret), "consent": .boolean(true),
                "consent_date": .date(Desk.today),
            ],
            in: worker
        )
        _ = try create(
            "contact",
            [
                "participant": .text(person.description), "kind": .choice("visit"),
                "note": .text(secret), "date": .date(Desk.today),
            ],
            in: worker
        )
        let services = try worker.store.read { try $0.services() }
        #expect(services.isEmpty)
        var command = try KeepLocal.parseAsRoot(
            ["standard", "services", "--out", path("out.json"), "--home", worker.home]
        )
        #expect(throws: Failure.self) { try command.run() }
        #expect(try names(desk.home).isEmpty)
    }
}
