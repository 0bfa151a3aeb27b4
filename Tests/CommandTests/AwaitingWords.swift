// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("What waits since a restore, in words", .timeLimit(.minutes(15)))
struct AwaitingWords {
    private let desk: Desk

    init() throws { desk = try Desk() }

    /// A saved contact that the server answers: it waits since then.
    private func contact(since: Instant) throws -> JournalEntry {
        let set = ["--set", "participant=P-1", "--set", "kind=visit", "--set", "note=He slept"]
        #expect(try desk.run(["new", "contact"] + set).exit == 0)
        let why = Problem(
            .changeAwaiting,
            "It is kept.",
            details: ["since": .string(since.description)]
        )
        return try desk.store.write { session in
            let change = try #require(try session.unsent().last)
            let outcome = PushOutcome(
                change: change.id,
                counter: change.counter,
                result: .held(why: why),
                duplicate: false
            )
            try session.take([outcome])
            return try #require(try session.journal(in: [.held]).first)
        }
    }

    @Test("status says since when it waits, and after 30 days whom to ask")
    func status() throws {
        let since = Desk.now
        let entry = try contact(since: since)
        let words = try desk.run(["status"]).output
        let day = since.words.prefix(10)
        #expect(words.contains("Waits since \(day) for what the restored server lacks."))
        let days = { (days: Int64) in
            entry.waitingLines(now: since.adding(seconds: days * 24 * 60 * 60)).joined()
                .replacing("  ", with: " ")
        }
        #expect(!days(29).contains("ask your coordinator"))
        #expect(days(30).contains("ask your coordinator"))
        let held = try desk.run(["status", "--json"]).json()["heldChanges"] as? [[String: Any]]
        #expect(held?.first?["since"] as? String == since.description)
    }

    @Test("held list shows it apart from what is to be decided, and what one can do")
    func list() throws {
        let change = try contact(since: Desk.now).change
        let report = { (why: Problem.Code?) in
            HeldReport(
                change,
                isShown: true,
                waiting: why.map { .init(since: Desk.now, why: $0) }
            )
        }
        let text = { (reports: [HeldReport]) in
            try HeldWords(reports: reports) { _ in "Amina" }.lines().joined(separator: "\n")
        }
        #expect(try text([]) == "Nothing waits.")
        let decide = try text([report(nil)])
        #expect(decide.contains("To decide") && !decide.contains("Waiting"))
        let both = try text([report(nil), report(.recordUnknown), report(.forbidden)])
        let parts = both.split(separator: "Waiting since the server was restored")
        #expect(parts.count == 2 && parts[0].contains("To decide"))
        for words in [
            "its record: nothing of it has come", "a role: its author has none",
            String(Desk.now.words.prefix(10)), "taken by itself", "held adopt CHANGE",
            "held refuse CHANGE", "30 days", "keeplocal admin organisation add",
            "--council bradford --id",
        ] {
            #expect(parts[1].replacing("\n", with: " ").contains(words), "\(both)")
        }
        #expect(both.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(both)")
    }
}
