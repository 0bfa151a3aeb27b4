// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The workflow of a return")
struct ReturnProgressTests {
    private let worker = PersonID(high: 0, low: 1)
    private let reviewer = PersonID(high: 0, low: 2)
    private let champion = PersonID(high: 0, low: 3)

    private func revision(_ people: Int64) -> ReturnRevision {
        ReturnRevision(
            record: History.record,
            form: known(FormID("quarterly_return")),
            formVersion: 1,
            fields: [known(FieldPath("people_supported")): .integer(people)],
            manifest: []
        )
    }

    private func submitted(_ people: Int64) throws -> ReturnProgress {
        var progress = ReturnProgress()
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: revision(people)), by: worker)
        return progress
    }

    @Test("prepared, submitted, reviewed, accepted, approved")
    func wholeWay() throws {
        var progress = try submitted(14)
        let content = try revision(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        try progress.take(.accept(content: content), by: reviewer)
        try progress.take(.approve(content: content), by: champion)
        #expect(progress.state == .approved)
        #expect(progress.content == content)
    }

    @Test("a decision about a corrected return does not apply")
    func corrected() throws {
        var progress = try submitted(14)
        let first = try revision(14).contentHash()
        try progress.take(.review(content: first), by: reviewer)
        try progress.take(.accept(content: first), by: reviewer)
        try progress.take(.prepare, by: worker)
        try progress.take(.submit(revision: revision(12)), by: worker)
        let before = progress
        #expect(throws: Problem.self) { try progress.take(.approve(content: first), by: champion) }
        #expect(progress == before)
        #expect(progress.state == .submitted)
        #expect(progress.revisions.count == 2)
        let second = try revision(12).contentHash()
        #expect(throws: Problem.self) { try progress.take(.approve(content: second), by: champion) }
    }

    @Test("whoever reviewed or accepted a return cannot approve it")
    func fourEyes() throws {
        var progress = try submitted(14)
        let content = try revision(14).contentHash()
        try progress.take(.review(content: content), by: reviewer)
        try progress.take(.accept(content: content), by: champion)
        for person in [reviewer, champion] {
            let problem = #expect(throws: Problem.self) {
                try progress.take(.approve(content: content), by: person)
            }
            #expect(problem?.code == .returnSamePerson)
        }
    }

    @Test("every move from every state is either in the table or refused")
    func table() throws {
        let content = try revision(14).contentHash()
        let moves: [ReturnMove] = [
            .prepare, .submit(revision: revision(14)), .review(content: content),
            .accept(content: content), .approve(content: content),
        ]
        var progress = ReturnProgress()
        for (position, next) in moves.enumerated() {
            for move in moves {
                var trial = progress
                let isAllowed = ReturnProgress.origins(of: move.name).contains(progress.state)
                let person = PersonID(high: 7, low: UInt64(position))
                if isAllowed {
                    #expect(throws: Never.self) { try trial.take(move, by: person) }
                } else {
                    #expect(throws: Problem.self) { try trial.take(move, by: person) }
                    #expect(trial == progress)
                }
            }
            try progress.take(next, by: PersonID(high: 8, low: UInt64(position)))
        }
        #expect(progress.state == .approved)
    }
}
