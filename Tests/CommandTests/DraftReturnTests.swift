// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("What a council's screens show of a return", .timeLimit(.minutes(5)))
struct DraftReturnTests {
    private static let answers: [String: FieldValue] = [
        "period": .text("2026-Q2"), "people_supported": .integer(40), "contacts": .integer(150),
        "successes": .text("Mornings work"),
    ]

    /// The return with what two people of the organisation write into it apart.
    private func written(_ accepted: AcceptedReturn) throws -> PulledRecord {
        var state = try accepted.pulled().state
        let base = state.version
        for (number, volunteers) in [Int64(5), 7].enumerated() {
            var random = SystemRandomNumberGenerator()
            let change = Change(
                id: .make(at: Desk.now, using: &random),
                device: DeviceID(high: 8, low: UInt64(number)),
                counter: 1,
                record: state.record,
                form: state.form,
                formVersion: 1,
                scope: state.scope,
                kind: .edit,
                base: base,
                patch: [
                    try #require(FieldPath("volunteers")): .init(to: .integer(volunteers)),
                    try #require(FieldPath("learning")): .init(to: .text("Secret draft")),
                ],
                author: PersonID(high: 8, low: UInt64(number)),
                party: .organisation,
                at: HybridTime(instant: Desk.now.adding(seconds: Int64(number) - 100))
            )
            state = merge(state, RecordState(change, version: base + Int64(number) + 1))
        }
        return try state.pulled()
    }

    /// All that a council's commands say of it, with white space made one.
    private func said(_ desk: Desk, _ id: String) throws -> [String: String] {
        var said: [String: String] = [:]
        let commands = [
            ["show", id], ["show", id, "--json"], ["list"], ["list", "--json"], ["history", id],
            ["history", id, "--json"], ["return", "show", id], ["return", "show", id, "--json"],
            ["return", "list", "--json"], ["conflict", "list"], ["conflict", "list", "--json"],
            ["report", "conflicts"], ["messages"],
        ]
        for command in commands {
            let done = try desk.run(command)
            #expect(done.exit == 0, "\(command): \(done.errors)")
            said[command.filter { $0 != id }.joined(separator: " ")] =
                done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return said
    }

    @Test("of a draft, that nothing of it was submitted", arguments: [Role.reviewer, .finance])
    func draft(_ role: Role) throws {
        let desk = try Desk(role)
        let draft = try AcceptedReturn(in: "bradford", Self.answers, upTo: .prepare)
        try desk.take(records: [try written(draft)])
        let said = try said(desk, draft.record.description)
        for (command, words) in said {
            for secret in ["Mornings work", "Secret draft"] {
                #expect(!words.contains(secret), "\(command): \(secret)")
            }
        }
        #expect(said["show"]?.contains("Nothing of it was submitted yet") == true)
        #expect(said["return show"]?.contains("Nothing of it was submitted yet") == true)
        #expect(said["list"]?.contains("not submitted yet") == true)
        for told in [["show", draft.record.description, "--json"], ["list", "--json"]] {
            let output = try desk.run(told).output
            #expect(output.contains(#""asSubmitted":true"#) && !output.contains("Secret"))
        }
        // It says which return it is.
        #expect(said["show"]?.contains("2026-Q2") == true)
        let list = try #require(said["conflict list"])
        #expect(list.contains("Nothing waits for a decision."))
        #expect(list.contains("1 conflict in returns left out"))
        #expect(try desk.run(["status"]).output.contains(#/conflict +0/#))
        #expect(try desk.store.lines(RecordQuery(text: "secret"), limit: 9).isEmpty)
        #expect(try desk.run(["edit", draft.record.description, "--set", "learning=x"]).exit != 0)
    }

    @Test("of a submitted one, that, and nothing that was written since")
    func submitted() throws {
        let desk = try Desk(.seniorChampion)
        let accepted = try AcceptedReturn(in: "bradford", Self.answers)
        try desk.take(records: [try written(accepted)])
        let said = try said(desk, accepted.record.description)
        for (command, words) in said {
            #expect(!words.contains("Secret draft"), "\(command)")
        }
        for command in ["show", "return show"] {
            let words = try #require(said[command])
            #expect(words.contains("Mornings work"), "\(command)")
            #expect(words.contains("The organisation has changed it since"), "\(command)")
        }
        #expect(said["show"]?.contains("As it was submitted last, revision 1") == true)
        #expect(said["show"]?.contains("keeplocal return show") == true)
        #expect(try desk.store.read { try $0.openConflictCount() } == 0)
    }

    @Test("the organisation reads all of it, and settles what is disputed in it")
    func own() throws {
        let desk = try Desk(.coordinator)
        let draft = try AcceptedReturn(in: "bradford", Self.answers, upTo: .prepare)
        try desk.take(records: [try written(draft)])
        let id = draft.record.description
        for command in [["show", id], ["return", "show", id], ["history", id]] {
            #expect(try desk.run(command).output.contains("Mornings work"), "\(command)")
        }
        #expect(try desk.run(["show", id]).output.contains("Secret draft"))
        let list = try desk.run(["conflict", "list"]).output
        #expect(list.contains("volunteers") && !list.contains("left out"))
        // What others do not find is found here.
        let found = try desk.store.lines(RecordQuery(text: "secret"), limit: 9)
        #expect(found.map(\.record) == [draft.record])
        #expect(try desk.run(["show", id, "--json"]).output.contains(#""asSubmitted":false"#))
    }
}
