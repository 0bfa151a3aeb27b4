// SPDX-License-Identifier: Apache-2.0

import Dispatch
import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncHTTP
import SyncService
import Testing

@Suite("The keys and the ledger beside the database")
struct SealedFilesTests {
    private let world: World
    private let worker: Pen
    private let contact: Change

    init() async throws {
        world = try await World()
        worker = try await world.join(.worker, of: world.hub)
        contact = try worker.contact("CANARY")
        try await worker.store(contact)
    }

    private func erasure(_ records: [RecordID], authority: String = "DSR-1") -> Erasure {
        Erasure(
            id: RouteRow.id(),
            council: world.bradford,
            organisation: world.hub,
            records: records,
            at: World.start,
            by: worker.person,
            reason: .notNeeded,
            authority: authority
        )
    }

    /// A copy of the data folder; the caller removes it.
    private func copy() throws -> String {
        let path = world.folder + "-copy-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: world.folder, toPath: path)
        return path
    }

    private func verify(_ storage: SQLiteStorage) async throws -> Verification {
        let forms = world.forms
        return try await storage.read {
            Verifying(reader: $0, forms: forms).run()
        }
    }

    @Test("what a reader kept of an erasure goes when it has read, though nobody writes any more")
    func readerGone() async throws {
        let storage = world.storage
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let end = DispatchSemaphore(value: 0)
        let reading = Task {
            try await storage.read { reader in
                _ = try reader.setting("epoch")
                begin.yield()
                end.wait()
            }
        }
        for await _ in begun { break }
        let erasure = erasure([contact.record])
        try await storage.write { try $0.carryOut(erasure) }
        #expect(storage.owesErasing)
        end.signal()
        try await reading.value
        let core = ServerCore(storage: storage, files: try world.files())
        try await core.finishErasing()
        #expect(!storage.owesErasing)
    }

    @Test("the end of a hold that was not stored leaves the hold, also after the next start")
    func releaseNotStored() async throws {
        let record = contact.record
        try await world.storage.write { try $0.save(hold: "CASE-1", on: record) }
        await #expect(throws: Problem.self) {
            try await world.storage.write { writer in
                try writer.save(hold: nil, on: record)
                throw Problem(.storageFull, "no room")
            }
        }
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let kept = try await SQLiteStorage(directory: path).read { try $0.legalHold(on: record) }
        #expect(kept == "CASE-1")
        try await world.storage.write { try $0.save(hold: nil, on: record) }
        let next = try copy()
        defer { try? FileManager.default.removeItem(atPath: next) }
        let ended = try await SQLiteStorage(directory: next).read { try $0.legalHold(on: record) }
        #expect(ended == nil)
    }

    @Test("a payload cannot be read without its key, and is what it was with it")
    func sealed() async throws {
        let id = contact.id
        let found = try await world.storage.read { try $0.entry(change: id) }
        let entry = try #require(found)
        #expect(entry.payload.range(of: Data("CANARY".utf8)) == nil)
        #expect(entry.entry.payloadHash == Hash(of: entry.payload))
        let content = try await world.storage.read { try $0.content(of: entry) }
        #expect(try Canonical.decode(Change.self, from: #require(content)) == contact)
        // In another's place it does not open.
        let moved = StoredEntry(
            entry: LogEntry(
                council: entry.entry.council,
                sequence: 9,
                kind: .change,
                change: RouteRow.id(),
                device: worker.device,
                counter: 9,
                record: contact.record,
                receivedAt: World.start,
                payloadHash: entry.entry.payloadHash,
                previous: .zero
            ),
            payload: entry.payload,
            hash: .zero
        )
        await #expect(throws: StorageFailure.damaged("its key does not open it")) {
            try await world.storage.read { try $0.content(of: moved) }
        }
    }

    @Test("a key that is missing without an erasure is damage, and said")
    func missingKey() async throws {
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await DatabaseQueue(path: path + "/keys.sqlite").write {
            try $0.execute(sql: "DELETE FROM record_key")
        }
        let found = try await verify(SQLiteStorage(directory: path))
        #expect(found.chain.contains("the key of record \(contact.record) is missing"))
        try FileManager.default.removeItem(atPath: path + "/keys.sqlite")
        #expect(throws: StorageFailure.self) { try SQLiteStorage(directory: path) }
        #expect(!FileManager.default.fileExists(atPath: path + "/keys.sqlite"))
    }

    @Test("a record that is called erased, and no entry says so, is found")
    func unsaid() async throws {
        let gone = erasure([contact.record])
        try await world.storage.write { try $0.erase(gone) }
        let found = try await world.verify()
        #expect(found.projection.contains("no entry of the log says so"))
    }

    @Test("a last line that was cut off is cut away; any other that was altered is refused")
    func ledger() throws {
        let path = world.folder + "/" + "test.ledger"
        let all = [erasure([contact.record]), erasure([]), erasure([RouteRow.id()])]
        let ledger = try ErasureLedger(path: path)
        let numbers = try all.map { try ledger.append($0) }
        #expect(try ledger.append(all[0]) == numbers[0], "written once")
        #expect(numbers == numbers.sorted() && Set(numbers).count == 3)
        let whole = try Data(contentsOf: URL(filePath: path))
        let lines = whole.split(separator: 10).map(\.count)
        for length in stride(from: whole.count - 1, to: 0, by: -37) {
            try whole.prefix(length).write(to: URL(filePath: path))
            let left = try ErasureLedger(path: path)
            let ends = lines.indices.map { lines[...$0].reduce(0, +) + $0 + 1 }
            #expect(left.all.count == ends.filter { $0 <= length }.count, "\(length)")
            let last = try left.append(all[2])
            let reread = try ErasureLedger(path: path).all
            #expect(last >= numbers[0] && reread == left.all)
        }
        var altered = whole
        altered[60] ^= 1
        try altered.write(to: URL(filePath: path))
        #expect(throws: StorageFailure.self) { try ErasureLedger(path: path) }
    }

    @Test("a copy that was made before erases again from a ledger that was kept elsewhere")
    func restored() async throws {
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let gone = erasure([contact.record])
        try await world.storage.write { writer in
            try writer.carryOut(gone)
        }
        #expect(try await world.verify().isSound)
        let storage = try SQLiteStorage(directory: path)
        #expect(try await verify(storage).isSound)
        let ledger = world.folder + "/" + ErasureLedger.name
        #expect(try storage.adoptLedger(from: ledger) == 1)
        #expect(try storage.adoptLedger(from: ledger) == 0)
        let owing = try await verify(storage)
        #expect(owing.projection.contains("is not done in this copy") && owing.owesErasures)
        #expect(try await storage.finishErasures() == [gone])
        #expect(try await storage.finishErasures() == [])
        let found = try await verify(storage)
        #expect(found.isSound && found.erased == 1 && found.records == 0)
        let here = try await storage.read { try $0.erasures(after: 0, limit: 9) }
        let there = try await world.storage.read { try $0.erasures(after: 0, limit: 9) }
        #expect(here == there)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let data = try Data(contentsOf: URL(filePath: path + "/" + name))
            #expect(data.range(of: Data("CANARY".utf8)) == nil, "\(name)")
        }
    }

    @Test(
        "where a copy is damaged and erasures are owed, both are told, and no debt explains it",
        arguments: [
            "UPDATE log SET received_at = received_at + 1 WHERE kind = 'change'",
            "UPDATE record SET hash = zeroblob(32)",
        ]
    )
    func owingAndDamaged(_ damage: String) async throws {
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let gone = erasure([contact.record])
        try await world.storage.write { try $0.carryOut(gone) }
        let other = try DatabaseQueue(path: path + "/keeplocal.sqlite")
        try await other.write { db in
            try db.execute(sql: damage)
        }
        try other.close()
        let storage = try SQLiteStorage(directory: path)
        #expect(try storage.adoptLedger(from: world.folder + "/" + ErasureLedger.name) == 1)
        let found = try await verify(storage)
        #expect(
            found.chain.contains("was altered") || found.projection.contains("; and "),
            "\(found)"
        )
        #expect(found.projection.contains("is not done in this copy"), "\(found)")
        #expect(!found.owesErasures)
    }

    @Test("a damaged ledger is made anew of its whole lines and of what the database knows")
    func damagedLedger() async throws {
        let gone = [erasure([contact.record]), erasure([])]
        for each in gone { try await world.storage.write { try $0.carryOut(each) } }
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ledger = path + "/" + ErasureLedger.name
        let whole = try Data(contentsOf: URL(filePath: ledger))
        var altered = whole
        altered[60] ^= 1
        try altered.write(to: URL(filePath: ledger))
        let storage = try SQLiteStorage(directory: path)
        let aside = try #require(storage.ledgersSetAside.first)
        #expect(storage.ledgersSetAside.count == 1 && aside.hasPrefix("erasures.ledger.damaged-"))
        #expect(try Data(contentsOf: URL(filePath: path + "/" + aside)) == altered)
        #expect(storage.erasedRecords == [contact.record] && storage.erasureCount == 2)
        let numbers = try ErasureLedger(path: ledger).all
        let before = try ErasureLedger(path: world.folder + "/" + ErasureLedger.name).all
        #expect(Set(numbers) == Set(before))
        #expect(try await verify(storage).isSound)
    }

    @Test("a line that only a damaged ledger had is told of, and no file is changed")
    func lostLine() async throws {
        let path = try copy()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ledger = path + "/" + ErasureLedger.name
        _ = try ErasureLedger(path: ledger).append(erasure([contact.record]))
        var altered = try Data(contentsOf: URL(filePath: ledger))
        altered[60] ^= 1
        try altered.write(to: URL(filePath: ledger))
        #expect(throws: StorageFailure.ledger(ErasureLedger.name)) {
            try SQLiteStorage(directory: path)
        }
        #expect(try Data(contentsOf: URL(filePath: ledger)) == altered)
    }
}
