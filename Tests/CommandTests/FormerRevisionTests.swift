// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import keeplocal

@Suite("A former revision of a return, whole, as it was submitted", .timeLimit(.minutes(5)))
struct FormerRevisionTests {
    private let record: RecordID
    private let pulled: PulledRecord
    private let contents: [Hash]

    /// Asked about, answered, given back, corrected, and accepted.
    init() throws {
        let first = try AcceptedReturn(
            in: "bradford",
            [
                "period": .text("2026-Q2"), "people_supported": .integer(40),
                "contacts": .integer(150), "successes": .text("Mornings work"),
            ],
            upTo: .review
        )
        var state = try first.pulled().state
        let one = try #require(ReturnProgress(state).revisions.last)
        let contacts = try #require(FieldPath("contacts"))
        let two = ReturnRevision(
            record: one.record,
            form: one.form,
            formVersion: one.formVersion,
            fields: one.fields.merging([contacts: .integer(163)]) { $1 },
            manifest: one.manifest
        )
        contents = [try one.contentHash(), try two.contentHash()]
        let moves: [(ReturnMove.Name, String?)] = [
            (.query, "Only 150?"), (.answer, "The hall was closed."), (.giveBack, "It is short"),
            (.prepare, nil), (.submit, nil), (.review, nil), (.accept, "Thank you."),
        ]
        for (name, words) in moves {
            let progress = ReturnProgress(state)
            let content = try #require(progress.content)
            let move: ReturnMove =
                switch name {
                case .query: .query(content: content, field: contacts)
                case .answer: .answer(query: try #require(progress.queries.last?.id))
                case .giveBack: .giveBack(content: content, comments: [contacts: "and July?"])
                case .submit: .submit(revision: two)
                case .review: .review(content: content)
                case .accept: .accept(content: content)
                default: .prepare
                }
            state = state.moved(move, saying: words)
        }
        record = first.record
        pulled = try state.pulled()
    }

    private func desk(_ role: Role) throws -> Desk {
        let desk = try Desk(role)
        try desk.take(records: [pulled])
        return desk
    }

    private func shown(_ desk: Desk, _ revision: String) throws -> String {
        let done = try desk.run(["return", "show", record.description, "--revision", revision])
        #expect(done.exit == 0, "\(done.errors)")
        return done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test(
        "with its figures, words, questions and decisions, and nothing of a later one",
        arguments: [Role.coordinator, .reviewer]
    )
    func former(_ role: Role) throws {
        let desk = try desk(role)
        let one = try shown(desk, "1")
        for words in [
            "revision 1 of 2", "a later one took its place", "150", "40", "Mornings work",
            "Only 150?", "The hall was closed.", "and July?", "given back by", "It is short",
            "submitted by", "reviewed by", "content \(contents[0])",
        ] { #expect(one.contains(words), "\(words)") }
        for words in ["163", "accepted by", "Thank you."] { #expect(!one.contains(words)) }
        let two = try shown(desk, "2")
        for words in ["revision 2 of 2", "163", "accepted by", "Thank you.", "\(contents[1])"] {
            #expect(two.contains(words), "\(words)")
        }
        for words in ["Only 150?", "It is short", "a later one"] { #expect(!two.contains(words)) }
    }

    @Test("for a program with all that was frozen; its hash is that of the content")
    func json() throws {
        let desk = try desk(.reviewer)
        let run = try desk.run(
            ["return", "show", record.description, "--revision", "1", "--json"]
        )
        let json = try Canonical.decode(JSON.self, from: Data(run.output.utf8))
        guard case .object(let members) = json, case .object(let fields)? = members["fields"],
            case .array(let decisions)? = members["decisions"]
        else {
            Issue.record("\(run.output)")
            return
        }
        #expect(members["content"] == .string(contents[0].description))
        #expect(members["revision"] == .integer(1) && members["revisions"] == .integer(2))
        #expect(fields["contacts"] == .integer(150) && fields["successes"] != nil)
        #expect(members["manifest"] == .array([]))
        let moves = decisions.compactMap { decision -> JSON? in
            if case .object(let parts) = decision { parts["move"] } else { nil }
        }
        #expect(moves == [.string("review"), .string("give_back")])
    }

    @Test("one that there is not is said, with those that there are")
    func none() throws {
        let desk = try desk(.coordinator)
        for number in ["0", "3"] {
            let run = try desk.run(["return", "show", record.description, "--revision", number])
            #expect(run.exit == 2 && run.errors.contains("--revision 1 to 2"))
        }
    }
}
