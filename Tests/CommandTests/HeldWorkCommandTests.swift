// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Work after the end of a service, by command", .timeLimit(.minutes(5)))
struct HeldWorkCommandTests {
    private let desk: Desk

    init() throws { desk = try Desk(.reviewer) }

    private func service(_ name: String, ends: String?) throws -> RecordID {
        var fields: [FieldPath: FieldValue] = [
            try #require(FieldPath("name")): .text(name),
            try #require(FieldPath("starts")): .date(try #require(PlainDate("2025-01-01"))),
            try #require(FieldPath("returns")): .choice("yearly"),
        ]
        if let ends {
            fields[try #require(FieldPath("ends"))] = .date(try #require(PlainDate(ends)))
        }
        let form = try #require(FormID("service"))
        let place = Place(council: desk.bradford, organisation: Desk.hub)
        return try desk.store.write { try $0.create(form, fields: fields, in: place).record }
    }

    @Test("the council decides with one of three words and a reason, and can take it back")
    func decided() throws {
        _ = try service("Homecare East", ends: "2026-03-31")
        _ = try service("Homecare West", ends: nil)
        let decide = ["service", "decide", "homecare east", "--reason", "one contract now"]
        #expect(try desk.run(decide).exit == ExitStatus.usage)
        let two = decide + ["--unfunded", "--extend-to", "2026-12-31"]
        #expect(try desk.run(two).exit == ExitStatus.usage)
        #expect(try desk.run(decide + ["--extend-to", "soon"]).exit == ExitStatus.usage)
        let itself = try desk.run(decide + ["--move-to", "Homecare East"])
        #expect(itself.exit == ExitStatus.refused)
        #expect(try desk.run(["service", "held"]).output.contains("No return tells of work"))
        #expect(try desk.run(decide + ["--unfunded", "--dry-run"]).exit == 0)
        #expect(try desk.run(["service", "held"]).output.contains("No return tells of work"))
        #expect(try desk.run(decide + ["--move-to", "Homecare West"]).exit == 0)
        let held = try desk.run(["service", "held"]).output
        #expect(held.contains("moved to Homecare West: one contract now"))
        let form = try #require(FormID("late_work"))
        let records = try desk.store.read { try $0.records(form: form) }
        let record = try #require(records.first).id
        #expect(try desk.run(["delete", record.description]).exit == 0)
        #expect(try desk.run(["service", "held"]).output.contains("No return tells of work"))
    }

    @Test("an extension is a day of the service, as the form of a service has it")
    func extended() throws {
        let id = try service("Homecare East", ends: "2026-03-31")
        let decide = ["service", "decide", id.short, "--reason", "flooded", "--extend-to"]
        #expect(try desk.run(decide + ["2026-03-30"]).exit == ExitStatus.refused)
        #expect(try desk.run(decide + ["2026-04-30"]).exit == 0)
        let late = try desk.store.read { try $0.record(id)?.date("late_entry_until") }
        #expect(late == PlainDate("2026-04-30"))
        let json = try desk.run(["service", "held", "--json"]).output
        #expect(json.contains("\"extend\"") && json.contains("\"flooded\""))
    }

    @Test("a return of what nobody awaits is refused with the remedy, and opened when it is meant")
    func unexpected() throws {
        let desk = try Desk(.coordinator)
        let open = ["return", "open", "2026-Q2", "--set", "service=Lunch club"]
        let refused = try desk.run(open)
        #expect(refused.exit == ExitStatus.refused)
        #expect(refused.errors.contains("There is no service 'Lunch club' of yours"))
        #expect(refused.errors.contains("--anyway"))
        #expect(try desk.run(["return", "list"]).output.contains("no returns here yet"))
        #expect(try desk.run(["return", "open", "2031-Q1"]).exit == ExitStatus.refused)
        #expect(try desk.run(open + ["--anyway"]).exit == 0)
        #expect(try desk.run(["return", "list"]).output.contains("2026-Q2"))
    }

    @Test("a return of a year is opened and waived by its name; another name is refused plainly")
    func periods() throws {
        _ = try service("Homecare East", ends: nil)
        let board = try desk.run(["return", "board", "--period", "2025/26"]).output
        #expect(board.contains("2025/26") && board.contains("not opened"))
        let waive = ["return", "waive", "2025/26", "--service", "Homecare East", "--reason", "new"]
        #expect(try desk.run(waive).exit == 0)
        #expect(try desk.run(["return", "board", "--all"]).output.contains("Waived, 2025/26"))
        let wrong = try desk.run(["return", "board", "--period", "2025/27"])
        #expect(wrong.exit == ExitStatus.usage)
        #expect(wrong.errors.contains("2026-Q2, 2026-H1 or 2026/27"))
    }
}
