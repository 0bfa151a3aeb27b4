// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncHTTP
import SyncService
import Synchronization
import Testing

@testable import StorageSQLite

@Suite("Erased in what a restore set aside as well")
struct SetAsideTests {
    private let aside: SetAsideWorld

    init() async throws { aside = try await SetAsideWorld() }

    @Test("an erasure reaches it, and there also what only it knows; all else stays and verifies")
    func reached() async throws {
        #expect(aside.places().count >= 2)
        let report = try await aside.erase(aside.core(), called: "p-1")
        #expect(report.copies == ErasureCopies(count: 1, unreached: 0))
        #expect(aside.places() == [] && aside.places(of: "stays") != [])
        #expect(try await aside.keysAside() == [aside.lost.other])
        let storage = try SQLiteStorage(directory: aside.copy.folder)
        let found = try await storage.read { Verifying(reader: $0, forms: FormShelf()).run() }
        #expect(found.isSound && found.records == 1 && found.erased == 3, "\(found)")
    }

    @Test("what was erased before the server knew of it, or was stopped, is done at its start")
    func start() async throws {
        let (world, participant) = (aside.world, aside.participant)
        let erasure = Erasure(
            id: RouteRow.id(),
            council: world.bradford,
            organisation: world.hub,
            records: [participant],
            at: World.start,
            by: aside.coordinator.person,
            reason: .notNeeded,
            authority: "DSR-1"
        )
        try await world.storage.write { try $0.carryOut(erasure) }
        #expect(try await aside.copy.lacking([erasure]) == [erasure.id])
        let told = Mutex<[SetAsideState]>([])
        let core = try aside.core { state in told.withLock { $0.append(state) } }
        #expect(try await aside.reports(core).first?.copies?.unreached == 1, "before its start")
        for _ in 1...2 { await core.setAside.erase() }
        #expect(told.withLock { $0.map(\.done) } == [1])
        #expect(try await aside.copy.lacking([erasure]) == [])
        // The contact that calls the participant by a reference is not known by that.
        #expect(try await aside.keysAside() == [aside.lost.other, aside.lost.called])
        #expect(try await aside.reports(core).first?.copies?.unreached == 0)
    }

    @Test("a record that must be kept there stays, and all else goes")
    func held() async throws {
        let held = aside.lost.naming
        try await SQLiteStorage(directory: aside.copy.folder).write {
            try $0.save(hold: "COURT-1", on: held)
        }
        let report = try await aside.erase(aside.core())
        #expect(report.copies?.unreached == 0)
        #expect(try await aside.keysAside().contains(held))
        #expect(try await !aside.keysAside().contains(aside.participant))
    }

    @Test("where it cannot be read, who erases is told so, the keys go, and destroying ends it")
    func damaged() async throws {
        try aside.damageAside()
        let told = Mutex<[SetAsideState]>([])
        let core = try aside.core { state in told.withLock { $0.append(state) } }
        let report = try await aside.erase(core)
        #expect(report.copies == ErasureCopies(count: 1, unreached: 1))
        #expect(told.withLock { $0.first?.why != nil && $0.first?.isOwed == false })
        #expect(try await !aside.keysAside().contains(aside.participant))
        // A server that is started anew says the same.
        let again = try aside.core()
        await again.setAside.erase()
        #expect(try await aside.reports(again).first?.copies?.unreached == 1)
        try aside.copy.destroy()
        #expect(!FileManager.default.fileExists(atPath: aside.copy.folder))
        #expect(try await aside.reports(again).first?.copies == nil)
    }

    @Test("a damaged index that hides what must go is noticed, and stays so after a start")
    func hidden() async throws {
        let file = aside.copy.folder + "/" + SQLiteStorage.fileName
        let database = try DatabaseQueue(path: file)
        try await database.write { db in
            // An index whose pages are those of another one: rows cannot be found by it.
            try db.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_schema SET rootpage = (
                        SELECT rootpage FROM sqlite_schema WHERE name = 'role_grant_council'
                    ) WHERE name = 'mention_subject';
                    """
            )
        }
        try database.close()
        let core = try aside.core()
        #expect(try await aside.erase(core).copies?.unreached == 1)
        let again = try aside.core()
        await again.setAside.erase()
        #expect(try await aside.reports(again).first?.copies?.unreached == 1)
    }

    @Test("where the note of what was begun cannot be read, nothing is taken for done")
    func note() async throws {
        try Data("{".utf8).write(to: URL(filePath: aside.copy.folder + "/erasing.json"))
        let core = try aside.core()
        #expect(try await aside.erase(core).copies?.unreached == 1)
        await core.setAside.erase()
        #expect(try await aside.reports(core).first?.copies?.unreached == 1)
    }

    @Test("one that another process has open is owed, and done as soon as it is free")
    func busy() async throws {
        let core = try aside.core()
        var lock: FileLock? = try SQLiteStorage.lock(aside.copy.folder)
        let report = try await aside.erase(core)
        #expect(report.copies?.unreached == 1)
        #expect(throws: StorageFailure.busy) { try aside.copy.destroy() }
        #expect(lock != nil)
        lock = nil
        try await core.finishErasing()
        #expect(try await aside.reports(core).first?.copies?.unreached == 0)
        #expect(aside.places().allSatisfy { !$0.contains(aside.participant.description) })
    }

    @Test("a file goes that only erased records named there, and one that others name stays")
    func files() async throws {
        let bytes = [Data("one".utf8), Data("two".utf8), Data("three".utf8)]
        let (blobs, known) = (aside.world.folder + "/blobs/", try aside.coordinator.contact())
        let paths = bytes.map { data in
            let name = Hash(of: data).description
            return blobs + name.prefix(2) + "/" + name
        }
        for (data, path) in zip(bytes, paths) {
            let folder = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            try data.write(to: URL(filePath: path))
        }
        try await aside.coordinator.store(known)
        let (naming, other) = (aside.lost.naming, aside.lost.other)
        for (file, name) in [(aside.copy.folder, naming), (aside.world.folder, known.record)] {
            let database = try DatabaseQueue(path: file + "/" + SQLiteStorage.fileName)
            // The last is named in both: the server has it.
            for (data, record) in zip(bytes, [name, other, name])
            where file == aside.copy.folder || data == bytes[2] {
                try await database.write { db in
                    try db.execute(
                        sql: "INSERT INTO blob_name VALUES (?, ?)",
                        arguments: [Hash(of: data).data, record.data]
                    )
                    try db.execute(
                        sql: """
                            INSERT INTO blob SELECT ?, council, organisation, audience, 3
                            FROM record WHERE id = ?
                            """,
                        arguments: [Hash(of: data).data, record.data]
                    )
                }
            }
            try database.close()
        }
        #expect(try await aside.erase(aside.core()).copies?.unreached == 0)
        #expect(paths.map { FileManager.default.fileExists(atPath: $0) } == [false, true, true])
    }
}
