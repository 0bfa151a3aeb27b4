// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Changes that were not taken", .timeLimit(.minutes(15)))
struct RefusedCommandTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    /// Answers everything that waits.
    private func answer(_ result: PushOutcome.Result) throws {
        try desk.store.write { session in
            let outcomes = try session.unsent().map { change in
                PushOutcome(
                    change: change.id,
                    counter: change.counter,
                    result: result,
                    duplicate: false
                )
            }
            try session.take(outcomes)
        }
    }

    private func contact(_ note: String) throws -> String {
        let set = ["--set", "participant=P-1", "--set", "kind=visit", "--set", "note=\(note)"]
        let saved = try desk.run(["new", "contact", "--json"] + set)
        return try #require(try saved.json()["record"] as? String)
    }

    @Test("status shows what was written in them, so that nothing has to be remembered")
    func status() throws {
        _ = try contact("She sang for an hour")
        try answer(.refused(problem: Problem(.forbidden, "Not here.")))
        _ = try contact("He slept")
        try answer(.held(why: Problem(.forbidden, "Your role was taken away.")))
        let json = try desk.run(["status", "--json"]).json()
        for (key, note) in [
            ("refusedChanges", "She sang for an hour"), ("heldChanges", "He slept"),
        ] {
            let changes = try #require(json[key] as? [[String: Any]])
            let fields = try #require(changes.first?["fields"] as? [String: Any])
            #expect(fields["note"] as? String == note && fields["kind"] as? String == "visit")
        }
        let words = try desk.run(["status"]).output
        for line in ["note: She sang for an hour", "kind: Home visit", "note: He slept"] {
            #expect(words.contains(line), "\(words)")
        }
    }

    @Test("edit --again names every change that it sends")
    func again() throws {
        let record = try contact("first")
        #expect(try desk.run(["edit", record, "--set", "minutes=20"]).exit == 0)
        try answer(.refused(problem: Problem(.forbidden, "Not here.")))
        let sent = try desk.run(["edit", record, "--again", "--json"]).json()
        let changes = try #require(sent["changes"] as? [String])
        #expect(changes.count == 2)
        #expect(sent["change"] as? String == changes.last)
        let waiting = try desk.store.read { try $0.journal(in: [.saved]) }
        #expect(waiting.map(\.change.id.description) == changes)
    }
}
