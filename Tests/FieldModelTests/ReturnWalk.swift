// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Ways to each state of a return, for tests that begin there.
enum Walk {
    private static let ways: [ReturnState: [ReturnMove.Name]] = [
        .open: [], .ready: [.prepare], .submitted: [.prepare, .submit],
        .inReview: [.prepare, .submit, .review],
        .queried: [.prepare, .submit, .review, .query],
        .answered: [.prepare, .submit, .review, .query, .answer],
        .returned: [.prepare, .submit, .review, .giveBack],
        .accepted: [.prepare, .submit, .review, .accept],
        .approved: [.prepare, .submit, .review, .accept, .approve],
        .published: [.prepare, .submit, .review, .accept, .approve, .publish],
        .reopened: [.prepare, .submit, .review, .accept, .approve, .reopen],
        .withdrawn: [.prepare, .submit, .withdraw], .void: [.void],
    ]

    /// Each move made by a person of its own.
    static func to(
        _ state: ReturnState,
        at moment: Instant = Instant(milliseconds: 0)
    ) throws -> ReturnProgress {
        var progress = ReturnProgress()
        for (number, name) in (ways[state] ?? []).enumerated() {
            let person = PersonID(high: 8, low: UInt64(number))
            try progress.take(move(name, in: progress), by: person, saying: "because", at: moment)
        }
        return progress
    }

    static func move(_ name: ReturnMove.Name, in progress: ReturnProgress) -> ReturnMove {
        let content = progress.content ?? Hash(of: [UInt8]())
        let field = known(FieldPath("people_supported"))
        return switch name {
        case .complete: .complete(section: field)
        case .prepare: .prepare
        case .submit: .submit(revision: .of(14))
        case .review: .review(content: content)
        case .query: .query(content: content, field: field)
        case .answer:
            .answer(query: progress.queries.last?.id ?? ChangeID(high: 0, low: 0))
        case .giveBack: .giveBack(content: content, comments: [field: "Is this June?"])
        case .accept: .accept(content: content)
        case .approve: .approve(content: content)
        case .publish: .publish(content: content)
        case .endorse: .endorse(content: content)
        case .withdraw: .withdraw
        case .askReopen: .askReopen
        case .reopen: .reopen(content: content)
        case .void: .void
        case .force:
            .force(to: progress.state == .open ? .void : .open, content: progress.content)
        }
    }
}

extension ReturnRevision {
    static func of(_ people: Int64) -> ReturnRevision {
        ReturnRevision(
            record: History.record,
            form: known(FormID("quarterly_return")),
            formVersion: 1,
            fields: [known(FieldPath("people_supported")): .integer(people)],
            manifest: []
        )
    }
}

extension ReturnProgress {
    /// Each move is a change of its own.
    mutating func take(
        _ move: ReturnMove,
        by person: PersonID,
        saying words: String? = nil,
        at moment: Instant = Instant(milliseconds: 0)
    ) throws {
        let number = Int64(queries.count + revisions.count)
        let change = Change(
            id: ChangeID(high: 5, low: UInt64(number)),
            device: DeviceID(high: 3, low: 3),
            counter: 1,
            record: History.record,
            form: known(FormID("quarterly_return")),
            formVersion: 1,
            scope: History.scope,
            kind: .step,
            base: 1,
            step: .move(move),
            reason: words,
            author: person,
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: moment.milliseconds + number))
        )
        try take(move, Stamp(change, version: nil))
    }
}
