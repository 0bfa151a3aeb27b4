// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("A return that was given back, and submitted again", .timeLimit(.minutes(5)))
struct GivenBackTests {
    /// Submitted, given back, and submitted again just as it was, so often.
    private func given(
        back times: Int,
        again: Bool
    ) throws -> (record: RecordID, pulled: PulledRecord) {
        let draft = try AcceptedReturn(
            in: "bradford",
            ["period": .text("2026-Q2"), "people_supported": .integer(40)],
            upTo: .review
        )
        var state = try draft.pulled().state
        let revision = try #require(ReturnProgress(state).revisions.last)
        let content = try revision.contentHash()
        var moves: [ReturnMove] = []
        for time in 0..<times {
            moves += [.giveBack(content: content, comments: [:])]
            if time < times - 1 || again {
                moves += [.prepare, .submit(revision: revision), .review(content: content)]
            }
        }
        for move in moves {
            state = state.moved(move, saying: move.name == .giveBack ? "July is missing" : nil)
        }
        return (draft.record, try state.pulled())
    }

    private func shown(_ given: (record: RecordID, pulled: PulledRecord)) throws -> String {
        let desk = try Desk(.coordinator)
        try desk.take(records: [given.pulled])
        let done = try desk.run(["return", "show", given.record.description])
        #expect(done.exit == 0, "\(done.errors)")
        return done.output
    }

    @Test("of the newest revision, it is said to be")
    func newest() throws {
        let words = try shown(try given(back: 1, again: false))
        #expect(words.contains("  given back by") && !words.contains("revision 1 given back"))
    }

    @Test("whoever may answer is told at once that it waits for them", arguments: Role.allCases)
    func asked(_ role: Role) throws {
        let desk = try Desk(role)
        try desk.take(records: [try given(back: 1, again: false).pulled])
        let asked = try desk.run(["status", "--json"]).json()["returnsAsked"] as? Int
        #expect(asked == ([.coordinator, .signatory].contains(role) ? 1 : 0), "\(role)")
    }

    @Test("of a former one, it is said of which, also where the same was submitted again")
    func former() throws {
        let words = try shown(try given(back: 2, again: true))
        #expect(words.contains("revision 1 given back by"))
        #expect(words.contains("revision 2 given back by"))
        #expect(!words.contains("  given back by"))
    }
}
