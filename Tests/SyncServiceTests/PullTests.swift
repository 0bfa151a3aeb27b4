// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Pulling what is new")
struct PullTests {
    @Test("pages end together, with digests that fit what was given")
    func pages() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        _ = try await amina.push(try (0..<25).map { try amina.contact("note \($0)") })
        let carol = try await world.join(.coordinator, of: world.hub)
        var cursor: String?
        var records: [RecordID: PulledRecord] = [:]
        var pages = 0
        while true {
            let page = try await carol.pull(cursor, limit: 10)
            for record in page.records { records[record.state.record] = record }
            cursor = page.cursor
            pages += 1
            guard !page.more else { continue }
            var digest = SetDigest.empty
            for record in records.values { digest.insert(record.hash) }
            let feed = page.feeds.first { $0.feed.audience == .organisation }
            #expect(feed?.digest == digest)
            break
        }
        #expect(pages == 3)
        #expect(records.count == 25)
        let quiet = try await carol.pull(cursor)
        #expect(quiet.records.isEmpty && quiet.forms.isEmpty && quiet.directory.isEmpty)
    }

    @Test("a record that changes between two pages is given again")
    func movingTarget() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let first = try amina.contact()
        let base = try await amina.store(first)
        try await amina.store(try amina.contact())
        let page = try await amina.pull(limit: 1)
        #expect(page.more && page.records.map(\.state.record) == [first.record])
        let version = try await amina.store(
            try amina.change(
                .edit,
                first.record,
                base: base,
                patch: ["note": Edit(to: .text("changed"))]
            )
        )
        let rest = try await amina.pull(page.cursor)
        #expect(
            rest.records.contains { $0.state.record == first.record && $0.state.version == version }
        )
        #expect(rest.answered == 3)
    }

    @Test(
        "each role receives its feeds and no other",
        arguments: [
            (Role.worker, 3), (.coordinator, 4), (.reviewer, 3), (.administrator, 11),
            (.auditor, 22),
        ]
    )
    func feeds(_ role: Role, _ count: Int) async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        try await amina.store(try amina.contact())
        let pen = try await world.join(role, of: world.hub)
        let answer = try await pen.pull()
        #expect(answer.feeds.count == count)
        #expect(answer.records.isEmpty == (role.place != .organisation))
        #expect(answer.forms.count == 26)
    }

    @Test("a cursor of another epoch starts again; one that nobody made is refused")
    func cursors() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        try await amina.store(try amina.contact())
        let cursor = try await amina.pull().cursor
        try await world.storage.write { try $0.set("epoch", to: "two") }
        #expect(try await amina.pull(cursor).records.count == 1)
        for bad in ["x", "e30", String(repeating: "A", count: 100_000)] {
            let error = await #expect(throws: Problem.self) { try await amina.pull(bad) }
            #expect(error?.code == .requestMalformed)
        }
    }
}
