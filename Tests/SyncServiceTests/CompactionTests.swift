// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService
import Testing

@Suite("Deleted records, when their time is over")
struct CompactionTests {
    private let world: World
    private let amina: Pen
    private let carol: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
    }

    private func compact(afterDays days: Int64) async throws -> Int {
        try await Compacting(storage: world.storage, forms: world.forms)
            .run(now: World.start.adding(seconds: days * 86_400))
    }

    /// A record with a text in it, deleted; its versions before and after.
    private func deleted() async throws -> (id: RecordID, seen: Sequence64, end: Sequence64) {
        let made = try amina.contact("secret words")
        let seen = try await amina.store(made)
        let gone = try amina.change(
            .delete,
            made.record,
            base: seen,
            patch: ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
        )
        return (made.record, seen, try await amina.store(gone))
    }

    private func payloads() async throws -> String {
        try await world.storage.read { [bradford = world.bradford] reader in
            try reader.entries(bradford, after: 0, limit: 1_000)
                .map { String(decoding: try reader.content(of: $0) ?? Data(), as: UTF8.self) }
                .joined()
        }
    }

    @Test("keep everything for 400 days, and then only that they were deleted")
    func compacted() async throws {
        let (id, _, end) = try await deleted()
        let kept = try amina.contact("kept")
        try await amina.store(kept)
        #expect(try await compact(afterDays: 399) == 0)
        #expect(try await payloads().contains("secret words"))
        #expect(try await compact(afterDays: 401) == 1)
        #expect(try await !payloads().contains("secret words"))
        let left = try await world.record(id)
        #expect(left.state.isDeleted && left.state.version > end)
        #expect(Set(left.state.registers.keys) == [.exists])
        #expect(try await world.record(kept.record).state.registers.count > 1)
        let verified = try await world.verify()
        #expect(verified.isSound && verified.compacted == 2, "\(verified)")
        // Once is enough.
        #expect(try await compact(afterDays: 900) == 0)
    }

    @Test("a device that was away for all of it is told of the deletion, and of nothing else")
    func pulled() async throws {
        let first = try await carol.pull()
        let (id, _, _) = try await deleted()
        _ = try await compact(afterDays: 401)
        let page = try await carol.pull(first.cursor)
        let told = try #require(page.records.first { $0.state.record == id })
        #expect(told.state.isDeleted)
        #expect(!String(decoding: told.bytes, as: UTF8.self).contains("secret words"))
    }

    @Test("an edit that had not seen the deletion is a conflict, however late it comes")
    func lateEdit() async throws {
        let (id, seen, end) = try await deleted()
        _ = try await compact(afterDays: 401)
        let late = try carol.change(
            .edit,
            id,
            base: seen,
            patch: ["note": Edit(to: .text("written far away"), was: .text("secret words"))]
        )
        try await carol.store(late)
        let state = try await world.record(id).state
        #expect(!state.isDeleted)
        let open = state.conflicts { _ in .ask }.filter { $0.state == .open }
        #expect(open.map(\.field) == [.exists])
        #expect(try await world.verify().isSound)
        let knowing = try carol.change(
            .edit,
            try await deleted().id,
            base: end + 4,
            patch: ["note": Edit(to: .text("x"))]
        )
        #expect(try await carol.refusal(of: knowing) == "record.deleted")
    }

    @Test("what was sent before is still answered with its receipt")
    func repeated() async throws {
        let made = try amina.contact()
        let seen = try await amina.store(made)
        try await amina.store(
            amina.change(
                .delete,
                made.record,
                base: seen,
                patch: ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
            )
        )
        _ = try await compact(afterDays: 401)
        let outcome = try #require(try await amina.push(made).outcomes.first)
        guard case .stored(let receipt) = outcome.result else {
            Issue.record("\(outcome)")
            return
        }
        #expect(outcome.duplicate && receipt.sequence == seen)
    }

    @Test("an empty payload that no compaction speaks of is damage", arguments: [true, false])
    func damage(_ isDeleted: Bool) async throws {
        let (id, _, _) = try await deleted()
        let other = try amina.contact("other")
        try await amina.store(other)
        _ = try await compact(afterDays: 401)
        // Of a record that was compacted a later change, or a record that never was.
        var hit = other.record
        if isDeleted {
            hit = id
            try await carol.store(
                carol.change(.edit, id, base: 0, patch: ["note": Edit(to: .text("late"))])
            )
        }
        try await world.storage.write { [bradford = world.bradford, hit] writer in
            let end = try writer.head(bradford).sequence
            try writer.removePayloads(of: hit, in: bradford, before: end + 1)
        }
        let verified = try await world.verify()
        #expect(verified.chain.contains("is gone"), "\(verified)")
    }
}
