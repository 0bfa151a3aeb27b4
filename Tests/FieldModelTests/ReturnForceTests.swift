// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("Two administrators put a return into another state")
struct ReturnForceTests {
    private let first = PersonID(high: 7, low: 1)
    private let second = PersonID(high: 7, low: 2)
    private let carol = PersonID(high: 7, low: 3)

    private func force(
        _ progress: inout ReturnProgress,
        to state: ReturnState,
        by person: PersonID,
        about content: Hash?? = nil,
        saying words: String? = "the champion left"
    ) throws {
        let move = ReturnMove.force(to: state, content: content ?? progress.content)
        try progress.take(move, by: person, saying: words)
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let problem as Problem {
            return problem.code.text
        } catch {
            return "\(error)"
        }
    }

    @Test(
        "one says so and nothing happens; another says the same and it is so",
        arguments: [
            ReturnState.submitted, .inReview, .returned, .open, .ready, .withdrawn, .void,
            .approved,
        ]
    )
    func both(_ to: ReturnState) throws {
        var progress = try Walk.to(.accepted)
        let content = progress.content
        try force(&progress, to: to, by: first, saying: "asked by the council")
        #expect(progress.state == .accepted && progress.forces.map(\.isOpen) == [true])
        try force(&progress, to: to, by: second)
        #expect(progress.state == to && progress.content == content)
        let done = try #require(progress.forces.first)
        #expect(done.isDone && done.from == .accepted && done.to == to)
        #expect(done.said.map(\.person) == [first, second])
        #expect(done.said.map(\.words) == ["asked by the council", "the champion left"])
        #expect(progress.approval == nil && progress.last?.move == .force)
        #expect(progress.reported == (to == .approved ? .of(14) : nil))
    }

    @Test("from every state to every other that is no question", arguments: ReturnState.allCases)
    func everywhere(_ from: ReturnState) throws {
        for to in ReturnState.allCases {
            var progress = try Walk.to(from)
            let before = progress
            let isAbout = ![.open, .ready, .withdrawn, .void].contains(to)
            let mayBe =
                to != from && ![.queried, .answered].contains(to)
                && (progress.content != nil || !isAbout)
            let found = code {
                try force(&progress, to: to, by: first)
                try force(&progress, to: to, by: second)
            }
            #expect(found == (mayBe ? nil : "return.wrong_state"), "\(from) to \(to)")
            #expect(mayBe ? progress.state == to : progress == before, "\(from) to \(to)")
        }
    }

    @Test(
        "forced out of being withdrawn, it was sent when it was",
        arguments: [ReturnState.submitted, .inReview, .returned, .accepted, .approved, .published]
    )
    func fromWithdrawn(_ to: ReturnState) throws {
        let sent = try Walk.to(.submitted)
        var progress = try Walk.to(.withdrawn)
        #expect(progress.submission == nil && progress.firstSubmission == nil)
        // By a way that is no sending, too.
        for state in [ReturnState.ready, to] {
            try force(&progress, to: state, by: first)
            #expect((progress.submission == nil) == (state == .ready || progress.state != state))
            try force(&progress, to: state, by: second)
        }
        #expect(progress.state == to && progress.submission == sent.submission)
        #expect(progress.firstSubmission == sent.firstSubmission)
        #expect(board(of: progress).rows.allSatisfy { !$0.isOverdue && $0.daysLate == 0 })
        // Withdrawn anew, and sent anew: that counts.
        guard to == .submitted else { return }
        try progress.take(.withdraw, by: carol, saying: "July is missing")
        try progress.take(.prepare, by: carol)
        try progress.take(.submit(revision: .of(15)), by: carol)
        #expect(progress.firstSubmission?.person == carol)
    }

    private func board(of progress: ReturnProgress) -> ReturnBoard {
        let service = RecordID(high: 6, low: 1)
        let hub = OrganisationID(high: 2, low: 2)
        return ReturnBoard(
            agreed: [
                .init(
                    service: service,
                    name: "Homecare",
                    organisation: hub,
                    calendar: ReturnCalendar(
                        .yearly,
                        starts: PlainDate("2025-04-01"),
                        ends: PlainDate("2026-03-31")
                    )
                )
            ],
            opened: [
                .init(
                    record: RecordID(high: 7, low: 7),
                    organisation: hub,
                    service: "Homecare",
                    period: known(ReturnPeriod("2025/26")),
                    progress: progress
                )
            ],
            waivers: [],
            today: known(PlainDate("2026-11-29"))
        )
    }

    @Test("the same administrator twice is one, whatever the reason")
    func twice() throws {
        var progress = try Walk.to(.accepted)
        try force(&progress, to: .open, by: first)
        let before = progress
        for words in ["the champion left", "I insist"] {
            let found = code { try force(&progress, to: .open, by: first, saying: words) }
            #expect(found == "return.same_person" && progress == before)
        }
        // Two who want different things agree about nothing.
        try force(&progress, to: .void, by: second)
        #expect(progress.state == .accepted && progress.forces.count { $0.isOpen } == 2)
    }

    @Test("neither says it without a reason, nor about a content that is not there any more")
    func misuse() throws {
        var progress = try Walk.to(.submitted)
        let old = progress.content
        let blank = code { try force(&progress, to: .open, by: first, saying: " ") }
        #expect(blank == "reason.missing")
        try force(&progress, to: .open, by: first)
        let silent = code { try force(&progress, to: .open, by: second, saying: nil) }
        #expect(silent == "reason.missing")
        for content in [Hash?.none, Hash(of: [1])] {
            let found = code { try force(&progress, to: .open, by: second, about: content) }
            #expect(found == "return.changed")
        }
        try progress.take(.prepare, by: carol)
        try progress.take(.submit(revision: .of(12)), by: carol)
        let late = code { try force(&progress, to: .open, by: second, about: old) }
        #expect(late == "return.changed")
        #expect(progress.state == .submitted && progress.forces.map(\.isOvertaken) == [true])
    }

    @Test("a move in between overtakes what one asked, also when the content is the same")
    func overtaken() throws {
        var progress = try Walk.to(.submitted)
        let content = try #require(progress.content)
        try force(&progress, to: .open, by: first)
        try progress.take(.review(content: content), by: carol)
        try force(&progress, to: .open, by: second)
        #expect(progress.state == .inReview)
        #expect(progress.forces.map(\.isOvertaken) == [true, false])
        // Who was overtaken may say it anew, and then two have.
        try force(&progress, to: .open, by: first)
        #expect(progress.state == .open)
    }

    @Test("who reviewed or accepted it does not force its approval")
    func fourEyes() throws {
        var progress = try Walk.to(.accepted)
        let reviewer = try #require(progress.reviewer)
        for state in [ReturnState.approved, .published] {
            let found = code { try force(&progress, to: state, by: reviewer) }
            #expect(found == "return.same_person")
        }
        try force(&progress, to: .open, by: reviewer)
        try force(&progress, to: .open, by: first)
        #expect(progress.state == .open)
    }

    @Test("forced back, it is reviewed and approved anew by what happens then")
    func again() throws {
        var progress = try Walk.to(.published)
        let content = try #require(progress.content)
        try force(&progress, to: .submitted, by: first)
        try force(&progress, to: .submitted, by: second)
        // Until it is approved anew, what was approved is what was reported.
        #expect(progress.reported == .of(14) && progress.publication == nil)
        #expect(progress.review == nil && progress.approval == nil)
        let early = code { try progress.take(.approve(content: content), by: first) }
        #expect(early == "return.wrong_state")
        try progress.take(.review(content: content), by: carol)
        try progress.take(.accept(content: content), by: carol)
        // Who forced it back brought it on.
        let forced = code { try progress.take(.approve(content: content), by: first) }
        #expect(forced == "return.same_person")
        let dana = PersonID(high: 7, low: 4)
        try progress.take(.approve(content: content, role: .seniorChampion), by: dana)
        #expect(progress.state == .approved && progress.approver == dana)
    }

    @Test("questions that were open are overtaken; nobody waits for an answer any more")
    func questions() throws {
        var progress = try Walk.to(.queried)
        try force(&progress, to: .submitted, by: first)
        #expect(progress.queries.allSatisfy { $0.isOpen })
        try force(&progress, to: .submitted, by: second)
        #expect(progress.queries.allSatisfy { !$0.isOpen && $0.isOvertaken })
    }
}
