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
    private func contact(since: Instant, isDamaged: Bool? = false) throws -> JournalEntry {
        let set = ["--set", "participant=P-1", "--set", "kind=visit", "--set", "note=He slept"]
        #expect(try desk.run(["new", "contact"] + set).exit == 0)
        let why = Problem(
            .changeAwaiting,
            "It is kept.",
            details: [
                "since": .string(since.description),
                "isDamaged": isDamaged.map(JSON.boolean) ?? .null,
            ]
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

    @Test(
        "what waits for a damaged record, or of a server that does not say why, is called that",
        arguments: [
            (true, "until the server's copy of its record is mended.", "That was not done for 30"),
            (nil, "for what the server lacks.", "Nothing came for 30"),
        ] as [(Bool?, String, String)]
    )
    func cause(_ isDamaged: Bool?, _ words: String, _ late: String) throws {
        let entry = try contact(since: Desk.now, isDamaged: isDamaged)
        let end = Desk.now.adding(seconds: 30 * 24 * 60 * 60)
        let told = entry.waitingLines(now: end).joined(separator: " ").replacing("   ", with: " ")
        #expect(told.contains(words) && told.contains(late), "\(told)")
        let report = HeldReport(
            entry.change,
            isShown: true,
            waiting: .init(since: Desk.now, why: .changeAwaiting, isDamaged: isDamaged)
        )
        let listed = try HeldWords(reports: [report]) { _ in "Amina" }.lines()
            .joined(separator: "\n")
        #expect(!listed.contains("restored"), "\(listed)")
        #expect(listed.contains("a repair:") == (isDamaged == true), "\(listed)")
        #expect(listed.contains("the one before:") == (isDamaged == nil), "\(listed)")
        #expect(listed.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(listed)")
    }

    @Test("held list shows it apart from what is to be decided, and what one can do")
    func list() throws {
        let change = try contact(since: Desk.now).change
        let report = { (why: Problem.Code?, isDamaged: Bool) in
            HeldReport(
                change,
                isShown: true,
                waiting: why.map { .init(since: Desk.now, why: $0, isDamaged: isDamaged) }
            )
        }
        let text = { (reports: [HeldReport]) in
            try HeldWords(reports: reports) { _ in "Amina" }.lines().joined(separator: "\n")
        }
        #expect(try text([]) == "Nothing waits.")
        let decide = try text([report(nil, false)])
        #expect(decide.contains("To decide") && !decide.contains("Waiting"))
        let both = try text([
            report(nil, false), report(.recordUnknown, false), report(.forbidden, false),
        ])
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
        let mixed = try text([report(.recordUnknown, false), report(.changeAwaiting, true)])
        #expect(mixed.contains("Waiting for what the server lacks or has damaged"), "\(mixed)")
        let damaged = try text([report(.changeAwaiting, true)])
        #expect(damaged.contains("Waiting until a damaged record of the server is mended"))
    }
}
