// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Erasing a person who was recorded more than once")
struct JoinedErasureTests {
    private let world: World
    private let worker: Pen
    private let coordinator: Pen

    init() async throws {
        world = try await World()
        worker = try await world.join(.worker, of: world.hub)
        coordinator = try await world.join(.coordinator, of: world.hub)
    }

    private func person(_ other: RecordID? = nil) async throws -> Change {
        var patch = ["name": Edit(to: .text("Ann")), "consent": Edit(to: .boolean(true))]
        if let other { patch["merged_into"] = Edit(to: .text(other.description)) }
        let change = try worker.change(
            .create,
            worker.newRecord(),
            form: "participant",
            patch: patch
        )
        try await worker.store(change)
        return change
    }

    private func plan(_ record: RecordID) async throws -> ErasurePlan {
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: record,
            reference: nil,
            reason: .consentWithdrawn,
            authority: "DSR-1",
            isRehearsal: true
        )
        let (forms, person) = (world.forms, coordinator.person)
        return try await world.storage.read {
            try Erasing(reader: $0, forms: forms, person: person).plan(request).plan
        }
    }

    @Test("with any one of the records go all that are joined with it, and they are named")
    func all() async throws {
        let first = try await person().record
        let second = try await person(first).record
        let third = try await person(second).record
        let stranger = try await person().record
        for record in [first, second, third] {
            let plan = try await plan(record)
            #expect(plan.records == [first, second, third].sorted())
            #expect(plan.joined == [first, second, third].filter { $0 != record }.sorted())
        }
        #expect(try await plan(stranger).joined == [])
    }

    @Test("a joining that was taken back takes nobody along")
    func parted() async throws {
        let first = try await person().record
        let second = try await person(first)
        let version = try await world.storage.read { try $0.record(second.record)?.state.version }
        try await worker.store(
            try worker.change(
                .edit,
                second.record,
                form: "participant",
                base: try #require(version),
                patch: ["merged_into": Edit(to: nil, was: .text(first.description))]
            )
        )
        #expect(try await plan(second.record).records == [second.record])
        #expect(try await plan(first).records == [first])
    }

    @Test("joined by mistake and parted before any of it was sent, they are two people")
    func partedAtOnce() async throws {
        let first = try await person().record
        let second = try await person().record
        let version = try await world.storage.read { try $0.record(second)?.state.version }
        let name = FieldValue.text(first.description)
        for edit in [Edit(to: name), Edit(to: nil, was: name)] {
            try await worker.store(
                try worker.change(
                    .edit,
                    second,
                    form: "participant",
                    base: try #require(version),
                    patch: ["merged_into": edit]
                )
            )
        }
        #expect(try await plan(first).records == [first])
        #expect(try await plan(second).records == [second])
    }
}
