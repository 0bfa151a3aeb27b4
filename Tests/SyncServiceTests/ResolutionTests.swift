// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("What a resolution takes out of a field, and puts back")
struct ResolutionTests {
    private let world: World
    private let amina: Pen
    private let carol: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
    }

    private func minutes(_ to: Int64) -> [String: Edit] {
        ["minutes": Edit(to: .integer(to), was: .integer(30))]
    }

    /// Both write the minutes upon the same version.
    private func dispute() async throws -> (record: RecordID, base: Sequence64, now: Sequence64) {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        for (pen, value) in [(amina, Int64(45)), (carol, 60)] {
            try await pen.store(
                try pen.change(.edit, contact.record, base: base, patch: minutes(value))
            )
        }
        let version = try await world.record(contact.record).state.version
        return (contact.record, base, version)
    }

    private func decision(
        _ pen: Pen,
        _ record: RecordID,
        _ base: Sequence64,
        _ edit: Edit,
        of field: String = "minutes"
    ) throws -> Change {
        try pen.change(.resolve, record, base: base, patch: [field: edit], reason: "asked")
    }

    private func conflict(
        _ record: RecordID,
        _ field: String = "minutes"
    ) async throws -> Conflict {
        let path = try #require(FieldPath(field))
        let state = try await world.record(record).state
        return try #require(state.conflicts { _ in .ask }.first { $0.field == path })
    }

    @Test("a candidate that the decision did not name cannot vanish with it")
    func unnamed() async throws {
        let (record, _, version) = try await dispute()
        let candidates = try await conflict(record).candidates
        for named in [[], [candidates[0]], [candidates[1]]] {
            let change = try decision(
                carol,
                record,
                version,
                Edit(to: .integer(50), settled: named)
            )
            #expect(try await carol.refusal(of: change) == "conflict.moved")
        }
        try await carol.store(
            try decision(carol, record, version, Edit(to: .integer(50), settled: candidates))
        )
        #expect(try await conflict(record).candidates == candidates)
    }

    @Test("what the author had not seen is not settled, and what they had seen always is")
    func computed() async throws {
        let (record, base, version) = try await dispute()
        let seen = try await conflict(record).candidates
        let dan = try await world.join(.worker, of: world.hub)
        try await dan.store(try dan.change(.edit, record, base: base, patch: minutes(70)))
        try await carol.store(try decision(carol, record, version, Edit(to: .integer(50))))
        let state = try await world.record(record).state
        let path = try #require(FieldPath("minutes"))
        let stored = try #require(state.registers[path]?.writes.last { $0.stamp.kind == .resolve })
        #expect(stored.edit.settled == seen)
        #expect(try await conflict(record).candidates.map(\.value) == [.integer(70), .integer(50)])
    }

    @Test("after an undo the field reads as before the dispute")
    func undo() async throws {
        let (record, _, version) = try await dispute()
        let resolved = try await carol.store(
            try decision(carol, record, version, Edit(to: .integer(50)))
        )
        try await carol.store(try decision(carol, record, resolved, Edit(to: nil, reopened: [])))
        let path = try #require(FieldPath("minutes"))
        let view = try await world.record(record).state.view { _ in .ask }
        #expect(view.fields[path] == .integer(30))
        let open = try await conflict(record)
        #expect(open.base == .integer(30))
        #expect(open.candidates.map(\.value) == [.integer(45), .integer(60)])
    }

    @Test("an equal value that stands beside the resolution is put back with the others")
    func beside() async throws {
        let (record, base, version) = try await dispute()
        let dan = try await world.join(.worker, of: world.hub)
        try await dan.store(try dan.change(.edit, record, base: base, patch: minutes(50)))
        let resolved = try await carol.store(
            try decision(carol, record, version, Edit(to: .integer(50)))
        )
        #expect(try await conflict(record).state == .resolved)
        try await carol.store(try decision(carol, record, resolved, Edit(to: nil, reopened: [])))
        let values = Set(try await conflict(record).candidates.map(\.value))
        #expect(values == [.integer(45), .integer(60), .integer(50)])
    }

    /// Carol deletes what Amina edits; the version after both.
    private func existence() async throws -> (record: RecordID, version: Sequence64) {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        let gone = ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
        try await carol.store(try carol.change(.delete, contact.record, base: base, patch: gone))
        let version = try await amina.store(
            try amina.change(.edit, contact.record, base: base, patch: minutes(45))
        )
        return (contact.record, version)
    }

    @Test("whether a record exists is settled by yes or no, and by nothing else")
    func typed() async throws {
        let (record, version) = try await existence()
        for value: FieldValue? in [nil, .text("yes"), .integer(1)] {
            let change = try decision(carol, record, version, Edit(to: value), of: "@exists")
            #expect(try await carol.refusal(of: change) == "field.type")
        }
        let candidates = try await conflict(record, "@exists").candidates
        try await carol.store(
            try decision(
                carol,
                record,
                version,
                Edit(to: .boolean(true), settled: candidates),
                of: "@exists"
            )
        )
        #expect(try await conflict(record, "@exists").candidates == candidates)
    }

    @Test("a deletion by someone who had seen the dispute cannot settle it in disguise")
    func disguisedDeletion() async throws {
        let (record, version) = try await existence()
        let gone = ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
        let dan = try await world.join(.worker, of: world.hub)
        let seen = try dan.change(.delete, record, base: version, patch: gone)
        #expect(try await dan.refusal(of: seen) == "conflict.disputed")
        // An own edit that is on its way is seen as well, before the server has numbered it.
        let again = try amina.change(.delete, record, base: version - 1, patch: gone)
        #expect(try await amina.refusal(of: again) == "conflict.disputed")
        #expect(try await conflict(record, "@exists").state == .open)
        let unseen = try dan.change(.delete, record, base: version - 2, patch: gone)
        try await dan.store(unseen)
        #expect(try await conflict(record, "@exists").state == .open)
    }

    @Test("what a device had let go of is answered for its counter, and says nothing")
    func void() async throws {
        let contact = try amina.contact()
        let change = try amina.change(.void, contact.record)
        #expect(try await amina.push(contact, change).outcomes.count == 2)
        #expect(try await amina.refusal(of: change) == "change.void")
        // Whatever it says of the way to a base that it has not any more.
        var later = try amina.change(.void, contact.record)
        (later.trunk, later.former) = ([3], [4])
        #expect(try await amina.refusal(of: later) == "change.void")
    }
}
