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
            state = merge(state, RecordState(try change(move, state), version: state.version + 1))
        }
        let bytes = try Canonical.encode(state)
        return (draft.record, PulledRecord(state: state, bytes: bytes, hash: Hash(of: bytes)))
    }

    private func change(_ move: ReturnMove, _ state: RecordState) throws -> Change {
        var random = SystemRandomNumberGenerator()
        return Change(
            id: .make(at: Desk.now, using: &random),
            device: DeviceID(high: 9, low: 9),
            counter: state.version + 1,
            record: state.record,
            form: state.form,
            formVersion: 1,
            scope: state.scope,
            kind: .step,
            base: state.version,
            step: .move(move),
            reason: move.name == .giveBack ? "July is missing" : nil,
            author: PersonID(high: 9, low: UInt64(state.version)),
            party: .organisation,
            at: HybridTime(instant: Desk.now.adding(seconds: state.version - 100_000))
        )
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

    @Test("of a former one, it is said of which, also where the same was submitted again")
    func former() throws {
        let words = try shown(try given(back: 2, again: true))
        #expect(words.contains("revision 1 given back by"))
        #expect(words.contains("revision 2 given back by"))
        #expect(!words.contains("  given back by"))
    }
}
