// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("The server takes no approval from who had a part in the return")
struct ReturnFourEyesTests {
    private let world: World
    private let carol: Pen
    private let rosa: Pen
    /// A champion who is on the other sides as well.
    private let saeed: Pen

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        rosa = try await world.join(.reviewer)
        saeed = try await world.join(.seniorChampion)
        let (bradford, hub, person) = (world.bradford, world.hub, saeed.person)
        let more = [
            Grant(role: .reviewer, council: bradford, organisation: nil),
            Grant(role: .coordinator, council: bradford, organisation: hub),
        ]
        try await world.storage.write { writer in
            for grant in more { try writer.place(try #require(grant), of: person) }
        }
    }

    private func opened() async throws -> ReturnRevision {
        let create = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: ["period": Edit(to: .text("2026-Q3"))],
            audience: .council
        )
        try await carol.store(create)
        return create.opened
    }

    private func change(
        _ pen: Pen,
        _ name: ReturnMove.Name,
        of revision: ReturnRevision
    ) async throws -> Change {
        let stored = try await world.record(revision.record).state
        let content = try revision.contentHash()
        let question = ReturnProgress(stored).queries.last?.id
        let section = try #require(FieldPath("period"))
        let move: ReturnMove =
            switch name {
            case .complete: .complete(section: section)
            case .prepare: .prepare
            case .submit: .submit(revision: revision)
            case .review: .review(content: content)
            case .query: .query(content: content)
            case .answer: .answer(query: try #require(question))
            case .giveBack: .giveBack(content: content)
            case .accept: .accept(content: content)
            default: .approve(content: content)
            }
        return try pen.change(
            .step,
            revision.record,
            form: "quarterly_return",
            base: stored.version,
            step: .move(move),
            reason: "because",
            audience: .council,
            organisation: world.hub,
            party: pen === saeed ? .organisation : nil
        )
    }

    private func usual(_ name: ReturnMove.Name) -> Pen {
        [.complete, .prepare, .submit, .answer].contains(name) ? carol : rosa
    }

    @Test(
        "by what was done with an earlier revision",
        arguments: [
            (ReturnMove.Name.complete, false), (.prepare, false), (.submit, false),
            (.review, false),
            (.query, true), (.answer, false), (.giveBack, true), (.accept, false),
        ]
    )
    func earlier(_ name: ReturnMove.Name, _ expected: Bool) async throws {
        let revision = try await opened()
        let first: [ReturnMove.Name] =
            name == .accept
            ? [.prepare, .submit, .review, .accept]
            : [.complete, .prepare, .submit, .review, .query, .answer, .giveBack]
        for move in first {
            let pen = move == name ? saeed : usual(move)
            try await pen.store(try await change(pen, move, of: revision))
        }
        for move in [ReturnMove.Name.prepare, .submit, .review, .accept] {
            try await usual(move).store(try await change(usual(move), move, of: revision))
        }
        let approval = try await change(saeed, .approve, of: revision)
        #expect(try await saeed.refusal(of: approval) == (expected ? nil : "return.same_person"))
        let progress = ReturnProgress(try await world.record(revision.record).state)
        #expect(progress.state == (expected ? .approved : .accepted))
        guard !expected else { return }
        let other = try await world.join(.seniorChampion)
        try await other.store(try await change(other, .approve, of: revision))
        #expect(try await world.verify().isSound)
    }
}
