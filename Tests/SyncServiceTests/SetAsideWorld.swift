// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncHTTP
import SyncService
import Testing

@testable import StorageSQLite

/// A server that went back to a backup, with what it had before set aside: there one contact more
/// names the participant, and another one somebody else.
struct SetAsideWorld {
    /// The restored one.
    let world: World
    let coordinator: Pen
    let participant: RecordID
    /// Records that only the database has that was set aside.
    let lost: (naming: RecordID, called: RecordID, other: RecordID)
    let copy: SetAsideCopy

    static let canary = "CANARY-ASIDE"

    init() async throws {
        let before = try await World()
        let worker = try await before.join(.worker, of: before.hub)
        let carol = try await before.join(.coordinator, of: before.hub)
        let person = try worker.change(
            .create,
            worker.newRecord(),
            form: "participant",
            patch: [
                "name": Edit(to: .text(Self.canary)), "consent": Edit(to: .boolean(true)),
            ]
        )
        try await worker.store(person)
        let folder = NSTemporaryDirectory() + "keeplocal-world-\(UUID().uuidString)"
        try await Self.copy(before.storage, to: folder)
        let naming = try worker.change(
            .create,
            worker.newRecord(),
            patch: [
                "participant": Edit(to: .text(person.record.description)),
                "kind": Edit(to: .choice("visit")), "note": Edit(to: .text(Self.canary)),
            ]
        )
        let called = try worker.contact(Self.canary)
        let other = try worker.change(
            .create,
            worker.newRecord(),
            patch: [
                "participant": Edit(to: .text("p-2")), "kind": Edit(to: .choice("visit")),
                "note": Edit(to: .text("stays")),
            ]
        )
        for change in [naming, called, other] { try await worker.store(change) }
        let aside = folder + "/" + SetAsideCopy.name(at: World.start.adding(seconds: -60))
        try await Self.copy(before.storage, to: aside)
        copy = try #require(SetAsideCopy.all(in: folder).first)
        world = World(
            storage: try SQLiteStorage(directory: folder),
            folder: folder,
            bradford: before.bradford,
            organisations: (before.hub, before.circle)
        )
        coordinator = carol.moved(to: world)
        (participant, lost) = (person.record, (naming.record, called.record, other.record))
    }

    private static func copy(_ storage: any Storage, to folder: String) async throws {
        let storage = try #require(storage as? SQLiteStorage)
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        try await storage.copy(toFile: folder + "/" + SQLiteStorage.fileName)
        try await storage.copyKeys(toFile: folder + "/" + SQLiteStorage.keysName)
    }

    /// A server upon it; each is one that was started anew.
    func core(told: @escaping @Sendable (SetAsideState) -> Void = { _ in }) throws -> ServerCore {
        ServerCore(
            storage: world.storage,
            files: try world.files(),
            setAside: SetAsideCopies(directory: world.folder),
            now: { World.start },
            erasedAside: told
        )
    }

    /// What the coordinator is told who erases the participant.
    func erase(_ core: ServerCore, called reference: String? = nil) async throws -> ErasureReport {
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: participant,
            reference: reference,
            reason: .consentWithdrawn,
            authority: "DSR-1",
            isRehearsal: false
        )
        let wire = RouteWire(world: world, core: core, bystander: coordinator)
        let body = try Canonical.encode(request)
        let answer = try await wire.post("v1/erasures", token: coordinator.token, body)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(try answer.decoded(ErasureAnswer.self).report)
    }

    func reports(_ core: ServerCore) async throws -> [ErasureReport] {
        let wire = RouteWire(world: world, core: core, bystander: coordinator)
        return try await wire.get("v1/erasures", token: coordinator.token).decoded()
    }

    /// Files, also of the folder that was set aside, that hold the text anywhere.
    func places(of text: String = canary) -> [String] {
        let files = FileManager.default.enumerator(atPath: world.folder)
        return (files?.compactMap { $0 as? String } ?? []).filter { name in
            let data = FileManager.default.contents(atPath: world.folder + "/" + name)
            return data?.range(of: Data(text.utf8)) != nil
        }.sorted()
    }

    /// Records whose keys are there, in the database that was set aside.
    func keysAside() async throws -> Set<RecordID> {
        let keys = try DatabaseQueue(path: copy.folder + "/" + SQLiteStorage.keysName)
        return try await keys.read { db in
            Set(
                try Data.fetchAll(db, sql: "SELECT record FROM record_key")
                    .map { try RecordID(column: $0) }
            )
        }
    }

    /// Writes over everything from the second page on.
    func damageAside(_ name: String = SQLiteStorage.fileName) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: copy.folder + "/" + name))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try file.close()
    }
}
