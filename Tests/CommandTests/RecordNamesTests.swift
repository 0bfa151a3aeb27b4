// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("Records that answers name are shown by what they are called")
struct RecordNamesTests {
    private let desk: Desk
    private let ann: RecordID

    init() throws {
        desk = try Desk()
        ann = try Self.save(
            ["name=Ann Smith", "consent=yes", "consent_date=2026-01-05"],
            "participant",
            desk
        )
    }

    private static func save(_ answers: [String], _ form: String, _ desk: Desk) throws -> RecordID {
        let set = answers.flatMap { ["--set", $0] }
        let outcome = try desk.run(["new", form, "--json"] + set)
        #expect(outcome.exit == 0, "\(outcome)")
        return try #require(RecordID(try outcome.json()["record"] as? String ?? ""))
    }

    private var called: String { "Ann Smith (\(ann.short))" }

    private func enrolled() throws -> RecordID {
        try Self.save(
            ["participant=\(ann)", "service=walking", "started=2026-02-01"],
            "enrolment",
            desk
        )
    }

    @Test("show, list and history name a participant, and scripts get the identifier")
    func shown() throws {
        let record = try enrolled().description
        for command in [["show", record], ["history", record], ["list", "enrolment"]] {
            let output = try desk.run(command).output
            #expect(output.contains(called), "\(command): \(output)")
            #expect(!output.contains(ann.description), "\(command): \(output)")
        }
        let fields = try desk.run(["show", record, "--json"]).json()["fields"] as? [String: Any]
        #expect(fields?["participant"] as? String == ann.description)
    }

    @Test("a name that is no record of this device stays as it was written")
    func unknown() throws {
        let record = try Self.save(
            ["participant=P-17", "service=walking", "started=2026-02-01"],
            "enrolment",
            desk
        )
        #expect(try desk.run(["show", record.description]).output.contains("  P-17\n"))
    }

    @Test("a form on the full screen names them before it is saved")
    func opened() throws {
        let lines = try desk.store.write { session in
            var draft = try session.begin(session.form(formID("enrolment")))
            draft.answers[try #require(FieldPath("participant"))] = .text(ann.description)
            var screen = FormScreen(draft.capture(try session.filling(of: draft)))
            _ = screen.handle(.function(9))
            return Navigator(screen).draw(Size(rows: 24, columns: 80)).lines
        }
        #expect(
            lines.contains { $0.hasPrefix("  Participant") && $0.hasSuffix(called) },
            "\(lines)"
        )
    }

    @Test("a table with labels names them, and one with codes keeps the identifier")
    func exported() throws {
        _ = try enrolled()
        for (wording, expected) in [("--labels", called), ("--codes", ann.description)] {
            let path = desk.home + "/out\(wording).csv"
            let outcome = try desk.run(["export", "enrolment", "--csv", wording, "--to", path])
            #expect(outcome.exit == 0, "\(outcome)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains(expected), "\(text)")
        }
    }

    @Test("the answers of a follow-up stand together, below a heading with its number")
    func repeats() throws {
        let record = try Self.save(
            [
                "participant=\(ann)", "measure=ucla3", "baseline/value=6",
                "baseline/date=2026-01-05", "followup[+]/date=2026-02-05", "followup[+]/score=5",
            ],
            "outcome",
            desk
        )
        let next = ["--set", "followup[+]/date=2026-03-05", "--set", "followup[+]/score=4"]
        #expect(try desk.run(["edit", record.description] + next).exit == 0)
        let lines = try desk.run(["show", record.description]).output
            .split(separator: "\n").map(String.init)
        let (first, second) = (
            try #require(lines.firstIndex { $0.hasSuffix("Follow-ups 1 of 2") }),
            try #require(lines.firstIndex { $0.hasSuffix("Follow-ups 2 of 2") })
        )
        #expect(lines[first + 1].contains("2026-02-05") && lines[second + 1].contains("2026-03-05"))
        #expect(second == first + 3)
        let page = try desk.store.read { try $0.recordScreen(record) }
        let drawn = Navigator(page).draw(Size(rows: 24, columns: 80)).lines
        #expect(drawn.contains { $0.contains("Follow-ups 2 of 2") }, "\(drawn)")
        #expect(lines[1].hasSuffix("version 1 of the form"), "\(lines[1])")
    }

    @Test("a name that is typed is the record: nobody becomes two people")
    func named() throws {
        let record = try Self.save(
            ["participant=ann smith", "service=walking", "started=2026-02-01"],
            "enrolment",
            desk
        )
        let fields = try desk.run(["show", record.description, "--json"]).json()["fields"]
        #expect((fields as? [String: Any])?["participant"] as? String == ann.description)
        let edited = try desk.run(["edit", record.description, "--set", "participant=Ann Smyth"])
        #expect(edited.errors.contains("no record of the form participant"), "\(edited)")
        // Nobody is named to who keeps what a script says.
        #expect(!edited.errors.contains("Ann"), "\(edited)")
    }

    @Test("an import takes names, and says of which rows the words were kept")
    func imported() throws {
        let path = desk.home + "/rows.csv"
        try """
        participant,service,started
        Ann Smith,walking,2026-02-01
        P-17,walking,2026-02-02
        P-18,walking,2026-02-03

        """.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try desk.run(["import", "enrolment", path])
        #expect(outcome.exit == 0, "\(outcome)")
        #expect(
            outcome.errors.contains("participant: 2 rows name no record of the form participant"),
            "\(outcome)"
        )
        #expect(outcome.errors.contains("line 3 the first"), "\(outcome)")
        #expect(try desk.run(["list", "enrolment"]).output.contains(called))
    }

    @Test("a visit is found by the name of the person, as it is now")
    func found() throws {
        let visit = try Self.save(
            ["participant=\(ann)", "kind=visit", "minutes=30", "date=2026-02-01"],
            "contact",
            desk
        )
        let found = { (text: String) in
            try desk.store.lines(RecordQuery(text: text), limit: 9).map(\.record)
        }
        #expect(try Set(found("smith")) == [ann, visit])
        #expect(try found("smith visit") == [visit])
        #expect(try desk.run(["edit", ann.description, "--set", "name=Ann Moor"]).exit == 0)
        #expect(try found("smith").isEmpty)
        #expect(try Set(found("moor")) == [ann, visit])
    }

    @Test("somebody of whom there is no record stands in lists by the words")
    func unnamed() throws {
        let visit = try Self.save(
            ["participant=P-17", "kind=visit", "minutes=30", "date=2026-02-01"],
            "contact",
            desk
        )
        #expect(try desk.run(["list", "contact"]).output.contains("2026-02-01 · P-17"))
        #expect(try desk.store.lines(limit: 1).map(\.record) == [visit])
        #expect(try desk.store.lines(limit: 1).map(\.title) == ["2026-02-01 · P-17"])
    }
}
