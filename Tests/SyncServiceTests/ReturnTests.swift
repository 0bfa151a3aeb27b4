// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Returns on the server")
struct ReturnTests {
    private let world: World
    private let carol: Pen
    private let rosa: Pen
    private let saeed: Pen

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        rosa = try await world.join(.reviewer)
        saeed = try await world.join(.seniorChampion)
    }

    private func opened() async throws -> (RecordID, ReturnRevision) {
        let create = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: [
                "period": Edit(to: .text("2026-Q3")), "people_supported": Edit(to: .integer(12)),
            ],
            audience: .council
        )
        try await carol.store(create)
        return (create.record, create.opened)
    }

    private func move(
        _ pen: Pen,
        _ record: RecordID,
        _ move: ReturnMove,
        replying reply: String = "Thank you."
    ) async throws -> Change {
        let words = move.name == .accept ? reply : nil
        return try await world.step(pen, record, move, saying: words)
    }

    @Test("from its first line to the council's approval, by the people who may")
    func approval() async throws {
        let (record, revision) = try await opened()
        let content = try revision.contentHash()
        try await carol.store(try await move(carol, record, .prepare))
        try await carol.store(try await move(carol, record, .submit(revision: revision)))
        try await rosa.store(try await move(rosa, record, .review(content: content)))
        let silent = try await move(rosa, record, .accept(content: content), replying: " ")
        #expect(try await rosa.refusal(of: silent) == "reason.missing")
        try await rosa.store(try await move(rosa, record, .accept(content: content)))
        let early = try await move(rosa, record, .approve(content: content))
        #expect(try await rosa.refusal(of: early) == "permission.denied")
        try await saeed.store(try await move(saeed, record, .approve(content: content)))
        let progress = ReturnProgress(try await world.record(record).state)
        #expect(progress.state == .approved)
        #expect(progress.content == content)
        // From now on it stays as it is.
        let afterwards = try carol.change(
            .edit,
            record,
            form: "quarterly_return",
            base: try await world.record(record).state.version,
            patch: ["people_supported": Edit(to: .integer(13), was: .integer(12))],
            audience: .council
        )
        #expect(try await carol.refusal(of: afterwards) == "return.wrong_state")
        #expect(try await world.verify().isSound)
    }

    @Test("a correction during the approval makes it void: the new content is decided anew")
    func corrected() async throws {
        let (record, revision) = try await opened()
        let content = try revision.contentHash()
        try await carol.store(try await move(carol, record, .prepare))
        try await carol.store(try await move(carol, record, .submit(revision: revision)))
        try await rosa.store(try await move(rosa, record, .review(content: content)))
        try await rosa.store(try await move(rosa, record, .accept(content: content)))

        let base = try await world.record(record).state.version
        let correction = try carol.change(
            .edit,
            record,
            form: "quarterly_return",
            base: base,
            patch: ["people_supported": Edit(to: .integer(13), was: .integer(12))],
            audience: .council
        )
        try await carol.store(correction)
        try await carol.store(try await move(carol, record, .prepare))
        var fields = revision.fields
        fields.merge(correction.patch.compactMapValues(\.to)) { $1 }
        let second = ReturnRevision(
            record: record,
            form: revision.form,
            formVersion: 1,
            fields: fields,
            manifest: []
        )
        try await carol.store(try await move(carol, record, .submit(revision: second)))

        let late = try await move(saeed, record, .approve(content: content))
        #expect(try await saeed.refusal(of: late) == "return.changed")
        #expect(ReturnProgress(try await world.record(record).state).state == .submitted)
    }

    @Test("an approval says what its author is on that day, and cannot say more")
    func roles() async throws {
        let (record, revision) = try await opened()
        let content = try revision.contentHash()
        try await carol.store(try await move(carol, record, .prepare))
        try await carol.store(try await move(carol, record, .submit(revision: revision)))
        try await rosa.store(try await move(rosa, record, .review(content: content)))
        try await rosa.store(try await move(rosa, record, .accept(content: content)))
        let invented = ReturnMove.approve(content: content, role: .cabinetChampion)
        let wrong = try await move(saeed, record, invented)
        #expect(try await saeed.refusal(of: wrong) == "permission.denied")
        let honest = ReturnMove.approve(content: content, role: .seniorChampion)
        try await saeed.store(try await move(saeed, record, honest))
        let progress = ReturnProgress(try await world.record(record).state)
        #expect(progress.approval?.role == .seniorChampion)
    }

    @Test("the server asks for words where the table does, and takes no answer to nothing")
    func words() async throws {
        let (record, revision) = try await opened()
        let content = try revision.contentHash()
        try await carol.store(try await move(carol, record, .prepare))
        try await carol.store(try await move(carol, record, .submit(revision: revision)))
        try await rosa.store(try await move(rosa, record, .review(content: content)))
        let silent = try await move(rosa, record, .giveBack(content: content))
        #expect(try await rosa.refusal(of: silent) == "reason.missing")
        let early = try await move(carol, record, .answer(query: ChangeID(high: 1, low: 1)))
        #expect(try await carol.refusal(of: early) == "return.wrong_state")
        let progress = ReturnProgress(try await world.record(record).state)
        #expect(progress.state == .inReview)
    }

    @Test("a manifest names each record once, in order, and never the return itself")
    func manifests() async throws {
        let (record, revision) = try await opened()
        let made = [try carol.contact(), try carol.contact()]
        _ = try await carol.push(made)
        try await carol.store(try await move(carol, record, .prepare))
        var entries: [ManifestEntry] = []
        for id in made.map(\.record).sorted() + [record] {
            let stored = try await world.record(id)
            entries.append(
                ManifestEntry(record: id, version: stored.state.version, hash: stored.hash)
            )
        }
        let (first, second, itself) = (entries[0], entries[1], entries[2])
        let submit = { (manifest: [ManifestEntry]) async throws -> Change in
            let revision = ReturnRevision(
                record: record,
                form: revision.form,
                formVersion: 1,
                fields: revision.fields,
                manifest: manifest
            )
            return try await self.move(self.carol, record, .submit(revision: revision))
        }
        for wrong in [[second, first], [first, first], [itself]] {
            #expect(try await carol.refusal(of: try await submit(wrong)) == "change.malformed")
        }
        try await carol.store(try await submit([first, second]))
    }

    @Test("a revision that is not what the server holds is not taken")
    func invented() async throws {
        let (record, revision) = try await opened()
        try await carol.store(try await move(carol, record, .prepare))
        let people = try #require(FieldPath("people_supported"))
        let invented = ReturnRevision(
            record: record,
            form: revision.form,
            formVersion: 1,
            fields: revision.fields.merging([people: .integer(9_999)]) { $1 },
            manifest: []
        )
        let ghosts = ReturnRevision(
            record: record,
            form: revision.form,
            formVersion: 1,
            fields: revision.fields,
            manifest: [
                ManifestEntry(record: carol.newRecord(), version: 1, hash: .zero)
            ]
        )
        for wrong in [invented, ghosts] {
            let change = try await move(carol, record, .submit(revision: wrong))
            #expect(try await carol.refusal(of: change) == "return.changed")
        }
    }
}
