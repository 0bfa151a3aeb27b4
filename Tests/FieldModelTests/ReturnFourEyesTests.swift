// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("Who had a part in a return does not approve it")
struct ReturnFourEyesTests {
    private let me = PersonID(high: 4, low: 4)
    /// Each other move is made by a person of its own.
    private func other(_ number: Int) -> PersonID { PersonID(high: 8, low: UInt64(number)) }

    private static let anew: [ReturnMove.Name] = [.prepare, .submit, .review, .accept]
    private static let talked: [ReturnMove.Name] = [
        .complete, .prepare, .submit, .review, .query, .answer, .giveBack,
    ]
    /// Moves of the first revision, and whether who made one may approve the second.
    static let cells: [(ReturnMove.Name, Bool)] = [
        (.complete, false), (.prepare, false), (.submit, false), (.review, false),
        (.query, true), (.answer, false), (.giveBack, true), (.accept, false),
    ]

    /// Plays moves, one of them by me; then I approve.
    private func isApproved(
        _ moves: [ReturnMove.Name],
        mine: Int,
        as name: ReturnMove.Name
    ) throws -> Bool {
        try #require(moves[mine] == name)
        var progress = ReturnProgress()
        for (number, move) in moves.enumerated() {
            let person = number == mine ? me : other(number)
            try progress.take(Walk.move(move, in: progress), by: person, saying: "because")
        }
        let before = progress
        do {
            try progress.take(Walk.move(.approve, in: progress), by: me)
        } catch let problem as Problem {
            #expect(problem.code == .returnSamePerson && progress == before)
            #expect(problem.message.contains("champion"))
            #expect(!progress.mayApprove(me))
            return false
        }
        #expect(before.mayApprove(me) && progress.approver == me)
        return true
    }

    @Test("in this revision or an earlier one", arguments: cells)
    func cell(_ name: ReturnMove.Name, _ expected: Bool) throws {
        let first = name == .accept ? Self.anew : Self.talked
        let earlier = try #require(first.firstIndex(of: name))
        #expect(try isApproved(first + Self.anew, mine: earlier, as: name) == expected, "earlier")
        #expect(ReturnRule.of(name).keepsFromApproving == !expected)
        // The same within the revision that is approved.
        let now: [ReturnMove.Name] =
            [.complete, .prepare, .submit, .review, .query, .answer, .accept]
        guard let index = now.firstIndex(of: name) else { return }
        #expect(try isApproved(now, mine: index, as: name) == expected, "now")
    }

    @Test("what was done before it was opened again keeps nobody from approving the correction")
    func reopened() throws {
        let former: [ReturnMove.Name] =
            Self.anew + [.approve, .endorse, .publish, .askReopen, .reopen]
        for (number, name) in former.enumerated() {
            #expect(try isApproved(former + Self.anew, mine: number, as: name), "\(name)")
        }
        for (number, name) in Self.anew.enumerated() {
            let mine = former.count + number
            #expect(try !isApproved(former + Self.anew, mine: mine, as: name), "\(name)")
        }
    }

    @Test("one reviewer and one champion are enough, also where the champion asks and gives back")
    func smallCouncil() throws {
        var progress = ReturnProgress()
        let reviewer = other(1)
        for (move, person) in [
            (.prepare, other(0)), (.submit, other(0)), (.review, reviewer), (.query, me),
            (.answer, other(0)), (.giveBack, me), (.prepare, other(0)), (.submit, other(0)),
            (.review, reviewer), (.accept, reviewer), (.approve, me), (.reopen, me),
            (.prepare, other(0)), (.submit, other(0)), (.review, reviewer), (.accept, reviewer),
            (.approve, me),
        ] as [(ReturnMove.Name, PersonID)] {
            try progress.take(Walk.move(move, in: progress), by: person, saying: "because")
        }
        #expect(progress.state == .approved && progress.approver == me)
    }

    @Test("who forced it on its way does not approve it; forced open anew, all may")
    func forced() throws {
        for (to, expected) in [(ReturnState.inReview, false), (.reopened, true)] {
            var progress = try Walk.to(expected ? .approved : .submitted)
            for person in [me, other(20)] {
                let move = ReturnMove.force(to: to, content: progress.content)
                try progress.take(move, by: person, saying: "stuck")
            }
            let rest = expected ? Self.anew : [.accept]
            for (number, move) in rest.enumerated() {
                let person = other(30 + number)
                try progress.take(Walk.move(move, in: progress), by: person, saying: "because")
            }
            #expect(progress.mayApprove(me) == expected)
        }
        var early = try Walk.to(.ready)
        for person in [me, other(20)] {
            try early.take(.force(to: .open, content: nil), by: person, saying: "stuck")
        }
        #expect(early.parts.suffix(2).map(\.revision) == [1, 1])
        // Who only asks, while nobody else does, changes nothing.
        var asked = try Walk.to(.accepted)
        let move = ReturnMove.force(to: .open, content: asked.content)
        try asked.take(move, by: me, saying: "stuck")
        #expect(asked.mayApprove(me))
    }

    @Test("an approval is not forced by who reviewed an earlier revision")
    func forcedApproval() throws {
        var progress = ReturnProgress()
        for (number, move) in (Self.anew + Self.anew).enumerated() {
            let person = number == 2 ? me : other(number)
            try progress.take(Walk.move(move, in: progress), by: person, saying: "because")
        }
        let force = ReturnMove.force(to: .approved, content: progress.content)
        let problem = #expect(throws: Problem.self) {
            try progress.take(force, by: me, saying: "stuck")
        }
        #expect(problem?.code == .returnSamePerson)
    }

    @Test("an approval that a server stored by a former rule stands; one on its way does not")
    func stored() throws {
        for isStored in [true, false] {
            var progress = ReturnProgress()
            var state = try stepped(.create, by: other(9), version: 1)
            let moves = Self.anew + Self.anew + [.approve]
            for (number, name) in moves.enumerated() {
                let person = [2, 8].contains(number) ? me : other(number)
                let move = Walk.move(name, in: progress)
                let isLast = number == moves.count - 1
                let version: Int64? = isLast && !isStored ? nil : Int64(number + 2)
                let words = "because"
                state = merge(
                    state,
                    try stepped(.step, .move(move), by: person, saying: words, version: version)
                )
                if !isLast { try progress.take(move, by: person, saying: words) }
            }
            #expect(ReturnProgress(state).state == (isStored ? .approved : .accepted))
        }
    }

    private func stepped(
        _ kind: Change.Kind,
        _ step: Step? = nil,
        by person: PersonID,
        saying words: String? = nil,
        version: Int64?
    ) throws -> RecordState {
        let number = version ?? 99
        return RecordState(
            Change(
                id: ChangeID(high: 6, low: UInt64(number)),
                device: DeviceID(high: 3, low: person.low),
                counter: number,
                record: History.record,
                form: known(FormID("quarterly_return")),
                formVersion: 1,
                scope: History.scope,
                kind: kind,
                base: number - 1,
                step: step,
                reason: words,
                author: person,
                party: .council,
                at: HybridTime(instant: Instant(milliseconds: number))
            ),
            version: version
        )
    }
}
