// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService
import Testing

@Suite("Devices that a restore lost, in the list of who has not confirmed an erasure")
struct LostDeviceTests {
    private let world: World
    private let worker: Pen
    private let coordinator: Pen
    private let participant: Change
    /// A copy of the database and its keys, as they were then.
    private let backup: String

    private static let later = World.start.adding(seconds: 60)
    private static let erased = World.start.adding(seconds: 3_600)

    init() async throws {
        world = try await World()
        worker = try await world.join(.worker, of: world.hub)
        coordinator = try await world.join(.coordinator, of: world.hub)
        participant = try worker.contact("CANARY")
        try await worker.store(participant)
        backup = NSTemporaryDirectory() + "keeplocal-world-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: backup, withIntermediateDirectories: true)
        let storage = try #require(world.storage as? SQLiteStorage)
        try await storage.copy(toFile: backup + "/" + SQLiteStorage.fileName)
        try await storage.copyKeys(toFile: backup + "/" + SQLiteStorage.keysName)
    }

    private func enrol(
        _ person: PersonID,
        in storage: any Storage,
        at now: Instant = later,
        former: DeviceID? = nil
    ) async throws -> DeviceID {
        let device: DeviceID = RouteRow.id()
        try await storage.write { writer in
            let code = try writer.makeEnrolmentCode(for: person, now: now).code
            let request = EnrolRequest(
                code: code,
                device: device,
                deviceName: "new",
                former: former
            )
            _ = try writer.enrol(request, now: now)
        }
        return device
    }

    /// The database goes back; the ledgers stay, but for those that are named.
    private func restored(losing names: [String] = []) async throws -> SQLiteStorage {
        for name in [ErasureLedger.name, DeviceLedger.name] where !names.contains(name) {
            let ledger = world.folder + "/" + name
            guard FileManager.default.fileExists(atPath: ledger) else { continue }
            try FileManager.default.copyItem(atPath: ledger, toPath: backup + "/" + name)
        }
        try await begin()
        for name in names { try FileManager.default.removeItem(atPath: backup + "/" + name) }
        // As a start does.
        let storage = try SQLiteStorage(directory: backup)
        _ = try await storage.finishErasures()
        return storage
    }

    private func begin() async throws {
        _ = try await SQLiteStorage(directory: backup).write { writer in
            try writer.beginTimeline(
                after: 0,
                backupOf: World.start.adding(seconds: 30),
                epoch: "two",
                now: World.start.adding(seconds: 120)
            )
        }
    }

    private func erase(
        in storage: any Storage,
        at now: Instant = erased
    ) async throws -> ErasureReport {
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: participant.record,
            reference: nil,
            reason: .notNeeded,
            authority: "DSR-1",
            isRehearsal: false
        )
        let (forms, person) = (world.forms, coordinator.person)
        let answer = try await storage.write {
            try $0.erase(request, forms: forms, person: person, now: now)
        }
        return try #require(answer.report)
    }

    private func report(_ storage: any Storage) async throws -> ErasureReport {
        let person = coordinator.person
        return try #require(try await storage.read { try $0.erasureReports(for: person) }.first)
    }

    @Test("one that was enrolled after the backup is waited for, until it is enrolled again")
    func lost() async throws {
        let device = try await enrol(worker.person, in: world.storage)
        // What was erased before the restore is waited for as well.
        let first = try await erase(in: world.storage)
        #expect(first.waiting.map(\.device).contains(device) && first.waiting.count == 3)
        let storage = try await restored()
        let report = try await report(storage)
        #expect(report.waiting.count == 3 && report.gaps == nil)
        let line = try #require(report.waiting.first { $0.device == device })
        #expect(line.lost == Self.later && line.name.isEmpty && line.personName == "worker")
        let again = try await enrol(worker.person, in: storage, at: Self.erased, former: device)
        let after = try await self.report(storage)
        #expect(Set(after.waiting.map(\.device)) == [worker.device, coordinator.device, again])
        #expect(after.waiting.allSatisfy { $0.lost == nil })
    }

    @Test("nobody else's device is taken for it, nor one that came after the erasure for its own")
    func claimed() async throws {
        let device = try await enrol(worker.person, in: world.storage)
        let storage = try await restored()
        #expect(try await erase(in: storage).waiting.count == 3)
        for former in [device, worker.device] {
            _ = try await enrol(
                coordinator.person,
                in: storage,
                at: Self.erased.adding(seconds: 1),
                former: former
            )
        }
        let found = try await report(storage).waiting
        #expect(Set(found.map(\.device)) == [worker.device, coordinator.device, device])
    }

    @Test("one of a person who was lost as well is waited for, whatever their roles were")
    func person() async throws {
        let stranger = try await world.join(.worker, of: world.circle)
        let storage = try await restored()
        let report = try await erase(in: storage)
        #expect(report.waiting.first { $0.lost != nil }?.device == stranger.device)
        let person = stranger.person
        #expect(try await storage.read { try $0.person(person) } == nil)
    }

    @Test("where the list of devices is lost as well, it says for which time")
    func gap() async throws {
        _ = try await enrol(worker.person, in: world.storage)
        let storage = try await restored(losing: [DeviceLedger.name])
        let report = try await erase(in: storage)
        #expect(report.waiting.count == 2)
        let from = World.start.adding(seconds: 30)
        #expect(report.gaps == [EnrolmentGap(from: from, to: World.start.adding(seconds: 120))])
    }

    private var list: String { world.folder + "/" + DeviceLedger.name }

    private func damageLine(of device: DeviceID) throws {
        var lines = try String(contentsOfFile: list, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        let index = try #require(lines.firstIndex { $0.contains(device.description) })
        let other: DeviceID = RouteRow.id()
        lines[index] = lines[index].replacing(device.description, with: other.description)
        try (lines.joined(separator: "\n") + "\n").write(
            toFile: list,
            atomically: true,
            encoding: .utf8
        )
    }

    @Test("a damaged list is made anew of what is whole, and says that it may lack some")
    func damaged() async throws {
        let device = try await enrol(worker.person, in: world.storage)
        try damageLine(of: device)
        let storage = try await restored()
        #expect(storage.ledgersSetAside.isEmpty, "the start before it made it anew")
        let report = try await erase(in: storage)
        #expect(report.waiting.count == 2 && report.gaps?.count == 1)
        #expect(report.gaps?.first?.from == Instant(milliseconds: 0))
    }

    @Test("a restore over a damaged list goes on with what is whole, and may lack some of any time")
    func adopted() async throws {
        let device = try await enrol(worker.person, in: world.storage)
        try damageLine(of: device)
        try DeviceLedger.adopt(
            in: list,
            from: backup + "/none",
            backupOf: Self.later,
            newest: nil,
            now: Self.erased
        )
        let left = try DeviceLedger(path: list).all
        #expect(Set(left.devices.map(\.id)) == [worker.device, coordinator.device])
        #expect(left.gaps == [EnrolmentGap(from: Instant(milliseconds: 0), to: Self.erased)])
    }

    @Test("a restore into a new folder knows those that stood beside the newest backup")
    func beside() async throws {
        let device = try await enrol(worker.person, in: world.storage)
        let new = backup + "/" + DeviceLedger.name
        try DeviceLedger.adopt(
            in: new,
            from: list,
            backupOf: World.start,
            newest: Self.later,
            now: Self.erased
        )
        let found = try DeviceLedger(path: new).all
        #expect(Set(found.devices.map(\.id)) == [worker.device, coordinator.device, device])
        #expect(found.gaps == [EnrolmentGap(from: Self.later, to: Self.erased)])
    }
}
