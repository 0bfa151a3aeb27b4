// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import Synchronization
import SyncHTTP
import SyncService
import Testing

/// A storage whose next writes fail at their commit, after everything in them was done.
private final class FailingStorage: Storage {
    let storage: any Storage
    let failures = Mutex<[StorageFailure]>([])
    let commits = Mutex(0)

    init(_ storage: any Storage) { self.storage = storage }

    var owesErasing: Bool { storage.owesErasing }

    func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value {
        try await storage.read(body)
    }

    func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value {
        let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        commits.withLock { $0 += 1 }
        return try await storage.write { writer in
            let value = try body(writer)
            if let failure { throw failure }
            return value
        }
    }
}

@Suite("A disk that fails at a commit")
struct BrokenDiskTests {
    private let world: World
    private let failing: FailingStorage
    private let watched: WatchedStorage

    init() async throws {
        world = try await World()
        failing = FailingStorage(world.storage)
        watched = WatchedStorage(failing)
    }

    /// The codes of so many pushes at once; none of them is stored or all.
    private func pushAtOnce(_ count: Int) async throws -> [any Error] {
        let (queue, forms) = (CommitQueue(storage: watched), world.forms)
        var requests: [(DeviceID, PushRequest)] = []
        for _ in 0..<count {
            let pen = try await world.join(.worker, of: world.hub)
            requests.append((pen.device, PushRequest(changes: [try pen.contact()])))
        }
        return await withTaskGroup(of: (any Error)?.self) { group in
            for (device, request) in requests {
                group.addTask {
                    do {
                        _ = try await queue.submit {
                            try Push(writer: $0, forms: forms, now: World.start)
                                .take(request, from: device)
                        }
                        return nil
                    } catch { return error }
                }
            }
            return await group.reduce(into: []) { if let error = $1 { $0.append(error) } }
        }
    }

    @Test("fails every push that waits, tries none of them again, and is told once")
    func broken() async throws {
        failing.failures.withLock {
            $0 = Array(repeating: .broken("the disk fails"), count: 100)
        }
        let errors = try await pushAtOnce(20)
        #expect(errors.count == 20)
        for error in errors { #expect(error as? StorageFailure == .broken("the disk fails")) }
        // Alone or in groups, each was tried once: never first together and then one by one.
        #expect(failing.commits.withLock { $0 } <= 20)
        #expect(await watched.failure() == "the disk fails")
        #expect(try await world.verify().changes == 0)
    }

    @Test("when it is only full, the server goes on")
    func full() async throws {
        failing.failures.withLock { $0 = [.full] }
        let errors = try await pushAtOnce(1)
        #expect(errors.first as? StorageFailure == .full)
        #expect(try await pushAtOnce(10).isEmpty)
        #expect(try await world.verify().changes == 10)
    }

    @Test("a damaged file is written to no more")
    func damaged() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        _ = try await amina.push(try (0..<200).map { _ in try amina.contact() })
        let folder = NSTemporaryDirectory() + "keeplocal-damaged-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(atPath: world.folder, toPath: folder)
        try await damage(folder + "/keeplocal.sqlite")
        let storage = try SQLiteStorage(directory: folder)
        let (forms, device) = (FormShelf(), amina.device)
        let request = PushRequest(changes: [try amina.contact()])
        let push = {
            _ = try await storage.write { writer in
                try Push(writer: writer, forms: forms, now: World.start).take(request, from: device)
            }
        }
        for _ in 0..<2 {
            let failure = await #expect(throws: StorageFailure.self) { try await push() }
            #expect(failure == .broken("SQLite finds the file damaged"))
        }
        // Nor anything else, which the damage does not touch.
        await #expect(throws: StorageFailure.self) {
            try await storage.write { try $0.set("harmless", to: "x") }
        }
        #expect(try await storage.read { try $0.setting("epoch") } == "one")
        let found = try await storage.read { Verifying(reader: $0, forms: forms).run() }
        #expect(!found.isSound)
    }

    /// Overwrites the root of the log's table, the rest left whole.
    private func damage(_ path: String) async throws {
        let page = try await DatabaseQueue(path: path).writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            return try Int.fetchOne(
                db,
                sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'log'"
            )
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64((try #require(page) - 1) * 4096))
        try file.write(contentsOf: Data(repeating: 0x55, count: 4096))
        try file.close()
    }
}
