// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("Returns as people read them", .timeLimit(.minutes(5)))
struct ReturnPageTests {
    private static let answers: [String: FieldValue] = [
        "period": .text("2026-Q2"), "people_supported": .integer(40), "contacts": .integer(150),
        "successes": .text("Mornings work"),
    ]

    private func service(
        _ name: String,
        ends: String? = nil,
        on desk: Desk,
        of organisation: OrganisationID = Desk.hub
    ) throws -> RecordID {
        var fields: [FieldPath: FieldValue] = [
            try #require(FieldPath("name")): .text(name),
            try #require(FieldPath("starts")): .date(try #require(PlainDate("2026-04-01"))),
            try #require(FieldPath("status")): .choice("active"),
        ]
        if let ends {
            fields[try #require(FieldPath("ends"))] = .date(try #require(PlainDate(ends)))
        }
        let form = try #require(FormID("service"))
        let place = Place(council: desk.bradford, organisation: organisation)
        return try desk.store.write { try $0.create(form, fields: fields, in: place).record }
    }

    @Test("prepared anew, the organisation reads what it would submit, and what the council has")
    func working() throws {
        let desk = try Desk(.coordinator)
        let accepted = try AcceptedReturn(in: "bradford", Self.answers)
        try desk.take([accepted])
        let record = accepted.record.description
        let before = try desk.run(["return", "show", record]).output
        #expect(before.contains("150") && !before.contains("submitted:"))
        let set = ["--set", "contacts=138", "--set", "learning=Ask earlier", "--reason", "paper"]
        #expect(try desk.run(["return", "prepare", record] + set).exit == 0)
        let shown = try desk.run(["return", "show", record]).output
        #expect(shown.contains("138") && shown.contains("submitted: 150"))
        #expect(shown.contains("Ask earlier") && shown.contains("submitted: no answer"))
        #expect(shown.contains("set by hand") && shown.contains("As it would be submitted now"))
        #expect(!shown.contains("Correct it: keeplocal return prepare"))
        // The council decides about what was submitted.
        let council = try Desk(.reviewer)
        try council.take([accepted])
        #expect(try council.run(["return", "show", record]).output.contains("150"))
    }

    @Test("whoever prepares sees each figure, what it was, and what is by hand; so a rehearsal")
    func figures() throws {
        let desk = try Desk(.coordinator)
        let accepted = try AcceptedReturn(in: "bradford", Self.answers)
        try desk.take([accepted])
        let record = accepted.record.description
        let set = ["--set", "contacts=138", "--reason", "paper", "--dry-run"]
        let tried = try desk.run(["return", "prepare", record] + set)
        let lines = tried.output.split(separator: "\n").map(String.init)
        let contacts = try #require(lines.first { $0.hasPrefix("  Contacts ") })
        let byHand = "  138   was 150; by hand; the records count 0"
        #expect(contacts.hasSuffix(byHand), "\(contacts)")
        let people = try #require(lines.first { $0.hasPrefix("  People supported ") })
        #expect(people.hasSuffix("    0   was 40"), "\(people)")
        #expect(contacts.count <= 80 && people.count <= 80)
        let json = try desk.run(["return", "prepare", record, "--json"] + set).json()
        #expect((json["figures"] as? [String: Int])?["contacts"] == 0)
        let opened = try desk.run(["return", "open", "2026-Q1", "--anyway", "--dry-run"]).output
        #expect(opened.contains("  People supported "), "\(opened)")
    }

    @Test("the page of a return has the question and its day")
    func talk() throws {
        let desk = try Desk(.reviewer)
        let review = try AcceptedReturn(in: "bradford", Self.answers, upTo: .review)
        try desk.take([review])
        let record = review.record
        let asked = try desk.run(
            [
                "return", "query", record.description, "Is August in this?", "--field", "contacts",
                "--due", "friday",
            ]
        )
        let day = try #require(asked.output.firstMatch(of: #/wanted by Friday ([0-9-]+)\./#)?.1)
        let page = try desk.store.read { try $0.recordScreen(record) }
        let drawn = Navigator(page).draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
        #expect(drawn.contains("Is August in this? (answer by \(day))"), "\(drawn)")
        #expect(drawn.contains("Question") && drawn.contains("about"), "\(drawn)")
    }

    @Test("a page of 80 columns says whose turn it is, and about which service")
    func board() throws {
        let desk = try Desk(.reviewer)
        for side in ["East", "West"] {
            _ = try service("Homecare for people in Bradford \(side)", on: desk)
        }
        let lines = try desk.run(["return", "board", "--all"]).output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(!lines.contains { $0.contains("…") })
        #expect(lines.contains { $0.contains("organisation") && $0.contains("2026-Q1") })
        for side in ["East", "West"] { #expect(lines.contains { $0.contains(side) }) }
    }

    @Test("a period is waived once, and only one of the service's")
    func waived() throws {
        let desk = try Desk(.reviewer)
        let east = try service("Homecare East", ends: "2027-03-31", on: desk)
        let waive = { (period: String) in
            try desk.run(
                ["return", "waive", period, "--service", "Homecare East", "--reason", "the flood"]
            )
        }
        #expect(try waive("2026-Q1").exit == 0)
        let again = try waive("2026-Q1")
        #expect(again.exit == ExitStatus.refused)
        #expect(again.errors.contains("is waived") && again.errors.contains("the flood"))
        // To come, of the service; after its end; of another rhythm; before its start.
        #expect(try waive("2026-Q4").exit == 0)
        for period in ["2027-Q1", "2026-H1", "2025-Q4"] {
            let refused = try waive(period)
            #expect(refused.exit == ExitStatus.refused, "\(period)")
            #expect(refused.errors.contains("Nothing was waived."), "\(period)")
        }
        let answers = Self.answers.merging(["service": .text(east.description)]) { $1 }
        try desk.take([try AcceptedReturn(in: "bradford", answers, upTo: .review)])
        let sent = try waive("2026-Q2")
        #expect(sent.exit == ExitStatus.refused)
        #expect(sent.errors.contains("was submitted, is in review and goes on"))
        let form = try #require(FormID("return_waiver"))
        #expect(try desk.store.read { try $0.records(form: form) }.count == 2)
    }

    @Test("a council's export says what was submitted, and has no draft")
    func export() throws {
        let desk = try Desk(.reviewer)
        let draft = Self.answers.merging(["period": .text("2026-Q1")]) { $1 }
        let accepted = try AcceptedReturn(in: "bradford", Self.answers)
        try desk.take([accepted, try AcceptedReturn(in: "bradford", draft, upTo: .prepare)])
        let path = desk.home + "/returns.csv"
        let done = try desk.run(["export", "quarterly_return", "--to", path])
        #expect(done.exit == 0 && done.output.contains("1 return never submitted: left out"))
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        let lines = text.split(separator: "\r\n")
        #expect(lines.count == 2 && lines[0].hasSuffix(",STATE,REVISION,CONTENT"))
        let content = try desk.store.read {
            try $0.returnOnDevice(accepted.record).progress.content?.description
        }
        #expect(lines[1].hasSuffix(",accepted,1,\(try #require(content))"))
    }

    @Test("several services of one organisation are told apart in the report of returns")
    func report() throws {
        let desk = try Desk(.reviewer)
        let names = ["Homecare East", "Homecare West"]
        let returns = try names.map { name in
            let id = try service(name, on: desk)
            let answers = Self.answers.merging(["service": .text(id.description)]) { $1 }
            return try AcceptedReturn(in: "bradford", answers)
        }
        try desk.take(returns)
        let report = try desk.run(["report", "returns"]).output
        for name in names { #expect(report.contains("2026-Q2 Advice Hub, \(name)")) }
    }

    @Test("two organisations with one registered number are named to whoever publishes them")
    func numbers() throws {
        let desk = try Desk(.reviewer)
        for (name, organisation) in [("East", Desk.hub), ("West", Desk.circle)] {
            let id = try service("Homecare \(name)", on: desk, of: organisation)
            let set = ["--set", "org_id=GB-CHC-1164883", "--set", "description=At home"]
            #expect(try desk.run(["edit", id.description] + set).exit == 0)
        }
        let out = desk.home + "/services.json"
        let done = try desk.run(["standard", "services", "--out", out])
        let said = done.output + done.errors
        #expect(said.contains("Advice Hub and Homecare Circle have one registered identifier"))
    }
}
