// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("What was begun and not finished", .timeLimit(.minutes(15)))
struct BegunRecordTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func new(_ form: String, _ typed: String...) throws -> StartedProgram.Outcome {
        try desk.run(["new", form, "--json"], typed: typed.map { $0 + "\n" }.joined())
    }

    private func draft(_ form: String) throws -> [FieldPath: FieldValue]? {
        try desk.store.read { try $0.drafts() }.first { $0.form.text == form }?.answers
    }

    private func keep(_ answers: [String: FieldValue], of form: String) throws {
        let given = try answers.map { (try #require(FieldPath($0.key)), $0.value) }
        try desk.store.write { session in
            let begun = try session.begin(session.form(formID(form)))
            var draft = begun
            draft.answers = Dictionary(given, uniquingKeysWith: { $1 })
            try session.keep(draft, after: begun)
        }
    }

    private func record(_ ending: StartedProgram.Outcome) throws -> [String: FieldValue] {
        #expect(ending.exit == 0, "\(ending)")
        let id = try #require(RecordID(try ending.json()["record"] as? String ?? ""))
        let fields = try #require(try desk.store.read { try $0.record(id) }).fields
        return Dictionary(fields.map { ($0.key.text, $0.value) }, uniquingKeysWith: { $1 })
    }

    @Test("a follow-up that was half filled in is gone on with before a new one is offered")
    func halfInstance() throws {
        let stopped = try new("outcome", "P-1", "ucla3", "6", "2026-01-05", "y", "2026-02-05")
        #expect(stopped.exit == ExitStatus.failed)
        let fields = try record(new("outcome", "5", "", "n", "", ""))
        let scores = fields.filter { $0.key.hasSuffix("/score") }
        let dates = fields.filter { $0.key.hasPrefix("followup[") && $0.key.hasSuffix("/date") }
        #expect(scores.map(\.value) == [.integer(5)] && dates.count == 1)
        #expect(try draft("outcome") == nil)
    }

    @Test("an answer that is wrong at the end is asked again, and no other")
    func wrongAtTheEnd() throws {
        // A form may have changed since: this draft has a value that is no choice any more.
        try keep(
            [
                "participant": .text("P-1"), "kind": .choice("carrier_pigeon"),
                "note": .text("kept"),
            ],
            of: "contact"
        )
        let ending = try new("contact", "", "", ">", "", "", "", "", "", "", "", "phone")
        let fields = try record(ending)
        #expect(fields["kind"] == .choice("phone") && fields["note"] == .text("kept"))
        #expect(ending.errors.contains("Nothing was saved yet. Please answer again:"))
        #expect(try draft("contact") == nil)
    }

    @Test("what no question can mend ends, with the draft as it was")
    func noWayOut() throws {
        try keep(["participant": .text("P-1"), "kind": .choice("visit")], of: "contact")
        let nowhere = ["new", "contact", "--json", "--organisation", "Nobody"]
        let ending = try desk.run(nowhere, typed: String(repeating: "\n", count: 9))
        #expect(ending.exit == ExitStatus.refused)
        #expect(try draft("contact")?.count ?? 0 >= 2)
    }

    @Test("--discard throws a draft away, and says how much it was")
    func discard() throws {
        try keep(["participant": .text("P-1"), "minutes": .integer(3)], of: "contact")
        let rehearsal = try desk.run(["new", "contact", "--discard", "--dry-run", "--json"])
        #expect(rehearsal.exit == 0)
        #expect(try draft("contact")?.count == 2)
        let thrown = try desk.run(["new", "contact", "--discard", "--json"])
        #expect(try thrown.exit == 0 && thrown.json()["discarded"] as? Int == 2)
        #expect(try draft("contact") == nil)
        #expect(try desk.saved() == 0)
        let both = ["new", "contact", "--discard", "--set", "minutes=3"]
        #expect(try desk.run(both).exit == ExitStatus.usage)
    }

    @Test("a record saved with --set leaves the draft of its form alone")
    func otherRecord() throws {
        try keep(["participant": .text("P-1")], of: "contact")
        let set = ["--set", "participant=P-2", "--set", "kind=visit"]
        #expect(try desk.run(["new", "contact"] + set).exit == 0)
        #expect(try draft("contact")?.count == 1)
    }
}
