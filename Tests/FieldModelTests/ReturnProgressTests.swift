// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The workflow of a return")
struct ReturnProgressTests {
    private let worker = PersonID(high: 0, low: 1)
    private let reviewer = PersonID(high: 0, low: 2)
    private let champion = PersonID(high: 0, low: 3)

    private func submitted(_ people: Int64) throws -> ReturnProgress {
        var progress = ReturnProgress()
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: .of(people)), by: worker)
        return progress
    }

    private func approved() throws -> (ReturnProgress, Hash) {
        var progress = try submitted(14)
        let content = try ReturnRevision.of(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        try progress.take(.accept(content: content), by: reviewer, saying: "Thank you.")
        try progress.take(.approve(content: content, role: .seniorChampion), by: champion)
        return (progress, content)
    }

    @Test("prepared, submitted, reviewed, accepted, approved, published")
    func wholeWay() throws {
        var (progress, content) = try approved()
        #expect(progress.state == .approved && progress.content == content)
        #expect(progress.acceptance?.words == "Thank you.")
        #expect(progress.approval?.role == .seniorChampion)
        try progress.take(.endorse(content: content), by: worker)
        #expect(progress.state == .approved && progress.endorsements.count == 1)
        try progress.take(.publish(content: content), by: champion)
        #expect(progress.state == .published && progress.state.turn == .nobody)
    }

    @Test("opened again, it keeps who decided what, and which revision it was about")
    func past() throws {
        var (progress, content) = try approved()
        try progress.take(.publish(content: content), by: champion)
        try progress.take(.endorse(content: content), by: worker)
        try progress.take(.askReopen, by: worker, saying: "July is missing.")
        try progress.take(.reopen(content: content), by: champion, saying: "So it is.")
        #expect(progress.acceptance == nil && progress.approval == nil && progress.pleas.isEmpty)
        let moves: [ReturnMove.Name] = [
            .review, .accept, .approve, .publish, .endorse, .askReopen, .reopen,
        ]
        #expect(Set(progress.past.map(\.move)) == Set(moves) && progress.past.count == 7)
        #expect(progress.past.first { $0.move == .accept }?.by.words == "Thank you.")
        #expect(progress.past.last?.by.words == "So it is.")
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: .of(12)), by: worker)
        #expect(progress.past.count == 7 && progress.past.allSatisfy { $0.revision == 1 })
    }

    @Test("a decision about a corrected return does not apply")
    func corrected() throws {
        var progress = try submitted(14)
        let first = try ReturnRevision.of(14).contentHash()
        try progress.take(.review(content: first), by: reviewer)
        try progress.take(.accept(content: first), by: reviewer)
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: .of(12)), by: worker)
        let before = progress
        for late in [ReturnMove.approve(content: first), .query(content: first)] {
            let problem = #expect(throws: Problem.self) {
                try progress.take(late, by: champion, saying: "?")
            }
            #expect(problem?.code == .returnChanged && progress == before)
        }
        #expect(progress.state == .submitted && progress.revisions.count == 2)
        let second = try ReturnRevision.of(12).contentHash()
        #expect(throws: Problem.self) { try progress.take(.approve(content: second), by: champion) }
    }

    @Test("whoever submitted, reviewed or accepted a return cannot approve it")
    func fourEyes() throws {
        var progress = try submitted(14)
        let content = try ReturnRevision.of(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        try progress.take(.accept(content: content), by: champion)
        for person in [worker, reviewer, champion] {
            let problem = #expect(throws: Problem.self) {
                try progress.take(.approve(content: content), by: person)
            }
            #expect(problem?.code == .returnSamePerson)
        }
    }

    @Test("two questions are both answered before it is answered; none is answered twice")
    func questions() throws {
        var progress = try submitted(14)
        let content = try ReturnRevision.of(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        let field = known(FieldPath("people_supported"))
        try progress.take(.query(content: content, field: field), by: reviewer, saying: "All?")
        try progress.take(.query(content: content), by: reviewer, saying: "And why?")
        let (first, second) = (progress.queries[0].id, progress.queries[1].id)
        try progress.take(.answer(query: first), by: worker, saying: "All of them.")
        #expect(progress.state == .queried)
        let twice = #expect(throws: Problem.self) {
            try progress.take(.answer(query: first), by: worker, saying: "Yes.")
        }
        #expect(twice?.code == .returnNoQuery)
        try progress.take(.answer(query: second), by: worker, saying: "A new hall.")
        #expect(progress.state == .answered && progress.queries.allSatisfy { !$0.isOpen })
        #expect(progress.queries[0].answer?.words == "All of them.")
        try progress.take(.accept(content: content), by: reviewer)
        #expect(progress.state == .accepted)
    }

    @Test("a new revision overtakes the questions about the former one")
    func overtaken() throws {
        var progress = try submitted(14)
        let content = try ReturnRevision.of(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        try progress.take(.query(content: content), by: reviewer, saying: "All?")
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: .of(12)), by: worker)
        #expect(progress.queries[0].isOvertaken && progress.queries[0].answer == nil)
        #expect(!progress.queries[0].isOpen)
    }

    @Test("opened again, it is approved anew by what happens then; what was reported is kept")
    func reopened() throws {
        var (progress, content) = try approved()
        try progress.take(.askReopen, by: worker, saying: "June is missing")
        #expect(progress.state == .approved && progress.pleas.count == 1)
        try progress.take(.reopen(content: content), by: champion, saying: "June was missing")
        #expect(progress.state == .reopened && progress.approval == nil && progress.pleas.isEmpty)
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: .of(15)), by: worker)
        #expect(progress.revisions == [.of(14), .of(15)])
        // Until the correction is accepted, the figures are those that were approved.
        #expect(progress.reported == .of(14))
        let later = try ReturnRevision.of(15).contentHash()
        #expect(throws: Problem.self) { try progress.take(.approve(content: later), by: champion) }
    }

    @Test("what counts as reported is what is accepted or was approved, also once it is published")
    func reported() throws {
        for state in ReturnState.allCases {
            let stands: Set<ReturnState> = [.accepted, .approved, .published, .reopened]
            let expected: ReturnRevision? = stands.contains(state) ? .of(14) : nil
            #expect(try Walk.to(state).reported == expected, "\(state)")
        }
    }

    @Test("a return that was taken back was not submitted, and is late when it is not sent anew")
    func withdrawn() throws {
        let progress = try Walk.to(.withdrawn)
        #expect(progress.submission == nil && progress.firstSubmission == nil)
    }

    @Test("a move that needs a word is not made with blanks")
    func reasons() throws {
        for rule in ReturnRule.table where rule.needsReason {
            for state in rule.from {
                var progress = try Walk.to(state)
                let before = progress
                let move = Walk.move(rule.move, in: progress)
                let problem = #expect(throws: Problem.self) {
                    try progress.take(move, by: PersonID(high: 9, low: 9), saying: "  ")
                }
                #expect(problem?.code == .reasonMissing && progress == before)
            }
        }
    }

    @Test(
        "from every state, every move is either in the table or refused",
        arguments: ReturnState.allCases
    )
    func table(_ state: ReturnState) throws {
        let progress = try Walk.to(state)
        #expect(progress.state == state)
        for name in ReturnMove.Name.allCases {
            var trial = progress
            let rule = ReturnRule.of(name)
            let (move, person) = (Walk.move(name, in: progress), PersonID(high: 9, low: 9))
            if rule.from.contains(state) {
                try trial.take(move, by: person, saying: "so that it is said")
                #expect(trial.state == rule.to ?? state, "\(name) from \(state)")
            } else {
                let problem = #expect(throws: Problem.self) {
                    try trial.take(move, by: person, saying: "so that it is said")
                }
                #expect(problem?.code == .returnWrongState, "\(name) from \(state)")
                let remedy = "keeplocal return \(rule.before(in: state)?.rawValue ?? "show") RETURN"
                #expect(problem?.message.contains(remedy) == true, "\(name) from \(state)")
                #expect(trial == progress)
            }
        }
    }

    @Test("who is too early is told what comes first")
    func before() {
        #expect(ReturnRule.of(.submit).before(in: .open) == .prepare)
        #expect(ReturnRule.of(.query).before(in: .submitted) == .review)
        #expect(ReturnRule.of(.approve).before(in: .answered) == .accept)
        #expect(ReturnRule.of(.approve).before(in: .submitted) == nil)
        #expect(ReturnRule.of(.submit).before(in: .ready) == nil)
    }

    @Test("every state can be reached, and every move stands in one row")
    func complete() {
        #expect(Set(ReturnRule.table.map(\.move)) == Set(ReturnMove.Name.allCases))
        #expect(ReturnRule.table.count == ReturnMove.Name.allCases.count)
        let reached = Set(ReturnRule.table.compactMap(\.to)).union([.open])
        #expect(reached == Set(ReturnState.allCases))
    }
}
