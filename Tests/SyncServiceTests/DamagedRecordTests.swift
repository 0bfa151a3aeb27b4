// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import Synchronization
import SyncService
import Testing

@Suite("A record that is damaged in the server's file")
struct DamagedRecordTests {
    /// What was said of damaged records.
    private final class Told: Sendable {
        let all = Mutex<[Mended]>([])

        var outcomes: [Mended.Outcome] { all.withLock { $0.map(\.outcome) } }
    }

    static let damages = [
        "state = CAST(replace(CAST(state AS TEXT), 'first', 'farst') AS BLOB)",
        "state = CAST(substr(CAST(state AS TEXT), 2) AS BLOB)",
        "state = x''",
        "hash = zeroblob(32)",
    ]

    private let world: World
    private let amina: Pen
    private let carol: Pen
    private let told = Told()
    private let storage: MendingStorage

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
        storage = Self.serving(world, told)
    }

    /// The storage as a server that has just started has it.
    private static func serving(_ world: World, _ told: Told) -> MendingStorage {
        MendingStorage(world.storage, forms: world.forms) { mended in
            told.all.withLock { $0.append(mended) }
        }
    }

    /// Writes into the file past the server.
    private func spoil(_ sql: String, of record: RecordID) async throws {
        let id = withUnsafeBytes(of: (record.high.bigEndian, record.low.bigEndian)) { Data($0) }
        let other = try DatabaseQueue(path: world.folder + "/keeplocal.sqlite")
        try await other.write { try $0.execute(sql: sql, arguments: ["id": id]) }
        try other.close()
    }

    private func damage(_ record: RecordID, _ how: String = Self.damages[0]) async throws {
        try await spoil("UPDATE record SET \(how) WHERE id = :id", of: record)
    }

    private func push(
        _ pen: Pen,
        _ changes: [Change],
        to storage: MendingStorage
    ) async throws -> [PushOutcome] {
        let (forms, device) = (world.forms, pen.device)
        return try await storage.write { writer in
            try Push(writer: writer, forms: forms, now: World.start, lost: storage.lost)
                .take(PushRequest(changes: changes), from: device)
        }.outcomes
    }

    private func pull(_ pen: Pen) async throws -> PullAnswer {
        let (storage, device) = (storage, pen.device)
        return try await storage.read { reader in
            let stored = try #require(try reader.device(device))
            return try Pull(reader: reader, now: World.start, lost: storage.lost)
                .page(for: stored, cursor: nil)
        }
    }

    /// A change of other fields than what was damaged, between two others of the same push.
    private func edited(_ contact: Change, base: Sequence64) throws -> [Change] {
        [
            try amina.contact("before"),
            try amina.change(
                .edit,
                contact.record,
                base: base,
                patch: ["minutes": Edit(to: .integer(45), was: .integer(30))]
            ),
            try amina.contact("after"),
        ]
    }

    @Test("is made again from the log before anything is built upon it", arguments: damages)
    func builtUpon(_ how: String) async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        try await damage(contact.record, how)
        let changes = try edited(contact, base: base)
        let outcomes = try await push(amina, changes, to: storage)
        for outcome in outcomes {
            guard case .stored = outcome.result else {
                Issue.record("not stored: \(outcome)")
                continue
            }
        }
        #expect(told.outcomes == [.rebuilt])
        let records = try await pull(carol).records
        #expect(records.count == 3 && records.allSatisfy(\.isIntact))
        let got = try #require(records.first { $0.state.record == contact.record })
        let text = String(decoding: got.bytes, as: UTF8.self)
        #expect(text.contains("first") && text.contains("45") && !text.contains("farst"))
        // The author asks again, and hears the same.
        let again = try await push(amina, changes, to: storage)
        #expect(again.map(\.result) == outcomes.map(\.result))
        let found = try await world.verify()
        #expect(found.isSound, "\(found)")
    }

    @Test("is made again before it is sent, with all the others of its page", arguments: damages)
    func pulled(_ how: String) async throws {
        let contacts = try (0..<5).map { _ in try amina.contact() }
        _ = try await amina.push(contacts)
        for contact in contacts.prefix(2) { try await damage(contact.record, how) }
        let page = try await pull(carol)
        #expect(told.outcomes == [.rebuilt, .rebuilt])
        #expect(Set(page.records.map(\.state.record)) == Set(contacts.map(\.record)))
        #expect(page.records.allSatisfy { $0.isIntact })
        var digest = SetDigest.empty
        for record in page.records { digest.insert(record.hash) }
        #expect(page.feeds.contains { $0.digest == digest })
        let found = try await world.verify()
        #expect(found.isSound, "\(found)")
        _ = try await pull(carol)
        #expect(told.outcomes.count == 2)
    }

    @Test("is made again before it is given to a device that lacks it", arguments: damages)
    func repaired(_ how: String) async throws {
        let contact = try amina.contact()
        try await amina.store(contact)
        try await damage(contact.record, how)
        let feed = Feed(council: world.bradford, organisation: world.hub, audience: .organisation)
        let (storage, device) = (storage, carol.device)
        let answer = try await storage.read { reader in
            let stored = try #require(try reader.device(device))
            return try RangeReport(reader: reader, lost: storage.lost)
                .answer(RepairRequest(feed: feed, records: [contact.record]), for: stored)
        }
        #expect(answer.records.map(\.state.record) == [contact.record])
        #expect(answer.records.allSatisfy(\.isIntact) && answer.missing.isEmpty)
    }

    @Test("is made again though its payloads were taken out when its time was over")
    func compacted() async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        let gone = try amina.change(
            .delete,
            contact.record,
            base: base,
            patch: ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
        )
        try await amina.store(gone)
        let later = World.start.adding(seconds: 401 * 86_400)
        #expect(try await Compacting(storage: storage, forms: world.forms).run(now: later) == 1)
        let whole = try await world.record(contact.record)
        try await damage(contact.record, "state = x'7B'")
        let page = try await pull(carol)
        #expect(page.records.map(\.bytes) == [whole.bytes])
        #expect(try await world.verify().isSound)
    }

    @Test("that its log does not have either stands in nobody's way, and what is for it waits")
    func lost() async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        try await damage(contact.record)
        // Neither its hash nor its key fits any more.
        let spoilt = "UPDATE log SET payload = CAST(payload || x'20' AS BLOB) WHERE record = :id"
        try await spoil(spoilt, of: contact.record)
        let changes = try edited(contact, base: base)
        let outcomes = try await push(amina, changes, to: storage)
        let codes = outcomes.map { outcome -> String in
            switch outcome.result {
            case .stored: "stored"
            case .held(let why): why.code.text
            case .refused(let why): "refused: \(why.code.text)"
            }
        }
        #expect(codes == ["stored", "change.awaiting", "stored"])
        let decider = carol.person
        let forms = world.forms
        let held = try await storage.read {
            try Holding(reader: $0, forms: forms, person: decider, now: World.start).reports()
        }
        #expect(held.map(\.waiting?.isDamaged) == [true] && held[0].change == changes[1].id)
        guard case .held(let why) = outcomes[1].result, why.isDamaged == true else {
            Issue.record("told \(outcomes[1])")
            return
        }
        guard case .lost? = told.outcomes.first, told.outcomes.count == 1 else {
            Issue.record("told \(told.outcomes)")
            return
        }
        let left = try await pull(carol).records.map(\.state.record)
        #expect(Set(left) == [changes[0].record, changes[2].record])
        // Nothing is looked for twice.
        #expect(told.outcomes.count == 1 && storage.lost == [contact.record])

        // The log is put right, the server starts again, and the device asks as it always does.
        let mended = """
            UPDATE log SET payload = substr(payload, 1, length(payload) - 1) WHERE record = :id
            """
        try await spoil(mended, of: contact.record)
        let restarted = Self.serving(world, told)
        let after = try await push(amina, changes, to: restarted)
        for outcome in after {
            guard case .stored = outcome.result else {
                Issue.record("not stored: \(outcome)")
                continue
            }
        }
        let text = String(decoding: try await world.record(contact.record).bytes, as: UTF8.self)
        #expect(text.contains("first") && text.contains("45"))
        let found = try await world.verify()
        #expect(found.isSound, "\(found)")
    }

    @Test("never gives way to an older state, where the log has lost its end")
    func olderLog() async throws {
        let contact = try amina.contact()
        let base = try await amina.store(contact)
        let edit = try edited(contact, base: base)
        _ = try await amina.push(edit)
        try await damage(contact.record)
        try await damage(contact.record, "hash = zeroblob(32)")
        let end = "DELETE FROM log WHERE record = :id AND sequence > \(base)"
        try await spoil(end, of: contact.record)
        _ = try await pull(carol)
        guard case .lost? = told.outcomes.first else {
            Issue.record("told \(told.outcomes)")
            return
        }
    }
}
