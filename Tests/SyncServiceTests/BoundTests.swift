// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncHTTP
import SyncService
import Testing

@Suite("What is bounded on the server")
struct BoundTests {
    private let world: World
    private let amina: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
    }

    @Test("a field that is written without end is refused with what to do; that then helps")
    func register() async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        let write = { (base: Sequence64) throws -> Change in
            try self.amina.change(
                .edit,
                contact.record,
                base: base,
                patch: ["minutes": Edit(to: .integer(31), was: .integer(30))]
            )
        }
        let version = try await amina.store(try write(base))
        let former = try await world.record(contact.record)
        let full = try filled(former, to: Limits.registerWritesMax)
        try await world.storage.write { try $0.save(full, replacing: former) }
        guard
            case .refused(let problem)? = try await amina.push(try write(base)).outcomes.first?
                .result
        else {
            Issue.record("one more was stored")
            return
        }
        #expect(problem.code == .changeTooLarge)
        #expect(problem.message.contains("Sync"))
        #expect(problem.details?["field"] == "minutes")
        try await amina.store(try write(version))
        let minutes = try #require(FieldPath("minutes"))
        let left = try await world.record(contact.record).state.registers[minutes]
        #expect(left?.writes.count == 1)
    }

    /// The same record with so many writes of the minutes, the last one many times.
    private func filled(_ record: StoredRecord, to count: Int) throws -> StoredRecord {
        guard case .object(var tree) = try Canonical.decode(JSON.self, from: record.bytes),
            case .array(var stamps)? = tree["stamps"], case .object(let last)? = stamps.last,
            case .object(var fields)? = tree["fields"], case .array(var writes)? = fields["minutes"]
        else { throw CancellationError() }
        while writes.count < count {
            var stamp = last
            stamp["counter"] = .integer(Int64(1_000 + writes.count))
            stamp["change"] = .string(ChangeID(high: 8, low: UInt64(writes.count)).description)
            writes.append(["by": .integer(Int64(stamps.count)), "to": 31, "was": 30])
            stamps.append(.object(stamp))
        }
        fields["minutes"] = .array(writes)
        (tree["stamps"], tree["fields"]) = (.array(stamps), .object(fields))
        let bytes = try Canonical.encode(JSON.object(tree))
        return try StoredRecord(Canonical.decode(RecordState.self, from: bytes), disputes: .none)
    }

    @Test("a body of a route that takes little is bounded by little")
    func bodies() async throws {
        let wire = try await RouteWire()
        let admin = try await wire.world.join(.administrator)
        let worker = try await wire.world.join(.worker, of: wire.world.hub)
        for (path, token, limit) in [
            ("v1/enrol", String?.none, Limits.enrolmentBytesMax),
            ("v1/devices", worker.token, Limits.enrolmentBytesMax),
            ("v1/held", worker.token, Limits.administrationBytesMax),
            ("v1/admin/councils", admin.token, Limits.administrationBytesMax),
            ("v1/admin/forms", admin.token, Limits.formBytesMax),
        ] {
            for (size, verdict) in [
                (limit, "400 request.malformed"), (limit + 1, "413 request.too_large"),
            ] {
                let body = Data("{}".utf8) + Data(repeating: 0x20, count: size - 2)
                let answer = try await wire.post(path, token: token, body)
                #expect(answer.verdict == verdict, "\(path) \(size)")
            }
        }
    }

    @Test("a body that nobody reads is the last on its connection")
    func unread() async throws {
        let wire = try await RouteWire()
        let headers: HTTPFields = [.contentLength: "20"]
        let refused = try await wire.send(.post, "v1/push", headers, Data(repeating: 32, count: 20))
        #expect(refused.status == 401)
        #expect(refused.headers[.connection] == "close")
        let read = try await wire.send(.post, "v1/enrol", headers, Data(repeating: 32, count: 20))
        #expect(read.status == 400)
        #expect(read.headers[.connection] == nil)
    }

    @Test("a record takes so many steps and no more")
    func steps() async throws {
        let carol = try await world.join(.coordinator, of: world.hub)
        let contact = try carol.contact()
        try await carol.store(contact)
        let field = try #require(FieldPath("minutes"))
        let assign = { () throws -> Change in
            try carol.change(
                .step,
                contact.record,
                base: 1,
                step: .assign(field: field, to: carol.person)
            )
        }
        _ = try await carol.push(try (0..<Limits.recordStepsMax).map { _ in try assign() })
        #expect(try await carol.refusal(of: try assign()) == "change.too_large")
    }

    @Test("a page ends when its bytes are full, and the next goes on there")
    func pages() async throws {
        let long = String(repeating: "n", count: 60_000)
        _ = try await amina.push(try (0..<60).map { _ in try amina.contact(long) })
        let first = try await amina.pull(limit: 2_000)
        let bytes = first.records.map(\.bytes.count).reduce(0, +)
        #expect(first.more)
        #expect((Limits.pullBytesTarget..<Limits.pullBytesTarget + 70_000).contains(bytes))
        let second = try await amina.pull(first.cursor, limit: 2_000)
        #expect(!second.more)
        #expect(first.records.count + second.records.count == 60)
    }

    @Test("no more is read than a page takes")
    func readsNoMore() async throws {
        _ = try await amina.push(try (0..<50).map { _ in try amina.contact() })
        let feed = Feed(
            council: world.bradford,
            organisation: world.hub,
            audience: .organisation
        )
        let seen = try await world.storage.read { reader in
            var seen = 0
            try reader.forEachRecord(feed, after: 0) { _ in
                seen += 1
                return seen < 3
            }
            return seen
        }
        #expect(seen == 3)
    }

    @Test("pushes that wait are bounded by what they hold, and a transaction by its changes")
    func queue() async throws {
        let queue = CommitQueue(storage: world.storage)
        let answer = PushAnswer(outcomes: [], expected: 1)
        let heavy = [
            CommitQueue.Weight(changes: Limits.waitingChangesMax + 1, bytes: 0),
            CommitQueue.Weight(changes: 1, bytes: Limits.waitingBytesMax + 1),
        ]
        for weight in heavy {
            let refused = await #expect(throws: Problem.self) {
                try await queue.submit(weight) { _ in answer }
            }
            #expect(refused?.code == .overloaded)
        }
        // What was answered makes room again.
        for _ in 0..<5 {
            let weight = CommitQueue.Weight(changes: 20_000, bytes: Limits.waitingBytesMax)
            _ = try await queue.submit(weight) { _ in answer }
        }
    }
}
