// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Schema
import StorageSQLite
import SyncService
import Testing

/// A server's storage with the pack, two organisations of Bradford and people in each role.
final class World: Sendable {
    let storage: any Storage
    let folder: String
    let forms = FormShelf()
    let bradford: CouncilID
    let hub: OrganisationID
    let circle: OrganisationID
    static let start = Instant(milliseconds: 1_795_000_000_000)

    init() async throws {
        folder = NSTemporaryDirectory() + "keeplocal-world-\(UUID().uuidString)"
        storage = try SQLiteStorage(directory: folder)
        bradford = try #require(CouncilID("bradford"))
        (hub, circle) = (OrganisationID(high: 1, low: 1), OrganisationID(high: 1, low: 2))
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        let (bradford, hub, circle) = (bradford, hub, circle)
        try await storage.write { writer in
            _ = try writer.install(pack, epoch: "one", now: Self.start)
            for (id, name) in [(hub, "Advice Hub"), (circle, "Homecare Circle")] {
                try writer.place(
                    DirectoryEntry.Organisation(id: id, council: bradford, name: name)
                )
            }
        }
    }

    init(
        storage: any Storage,
        folder: String,
        bradford: CouncilID,
        organisations: (hub: OrganisationID, circle: OrganisationID)
    ) {
        (self.storage, self.folder, self.bradford) = (storage, folder, bradford)
        (hub, circle) = organisations
    }

    func files(freeBytesMin: Int64 = 0) throws -> BlobFiles {
        try BlobFiles(directory: folder, freeBytesMin: freeBytesMin)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A person with one role, and a device of theirs.
    func join(_ role: Role, of organisation: OrganisationID? = nil) async throws -> Pen {
        var random = SystemRandomNumberGenerator()
        let person = PersonID.make(at: Self.start, using: &random)
        let device = DeviceID.make(at: Self.start, using: &random)
        let grant = try #require(
            Grant(
                role: role,
                council: role.place == .installation ? nil : bradford,
                organisation: role.place == .organisation ? organisation : nil
            )
        )
        let token = Secret.token()
        try await storage.write { writer in
            try writer.place(person, called: role.rawValue, with: grant)
            try writer.add(
                StoredDevice(
                    id: device,
                    person: person,
                    name: "tablet",
                    token: Secret.hash(token: token),
                    enrolled: Self.start
                ),
                by: person
            )
        }
        return Pen(world: self, person: person, device: device, grant: grant, token: token)
    }

    func verify() async throws -> Verification {
        try await storage.read { [forms] in Verifying(reader: $0, forms: forms).run() }
    }

    func record(_ id: RecordID) async throws -> StoredRecord {
        try #require(try await storage.read { try $0.record(id) })
    }
}

/// Writes the changes of one device, as its store would.
final class Pen {
    let world: World
    let person: PersonID
    let device: DeviceID
    let grant: Grant
    let token: String
    var counter: Int64 = 0

    init(world: World, person: PersonID, device: DeviceID, grant: Grant, token: String) {
        (self.world, self.person, self.device) = (world, person, device)
        (self.grant, self.token) = (grant, token)
    }

    func change(
        _ kind: Change.Kind,
        _ record: RecordID,
        form: String = "contact",
        base: Sequence64 = 0,
        patch: [String: Edit] = [:],
        step: Step? = nil,
        reason: String? = nil,
        audience: Audience? = nil,
        organisation: OrganisationID? = nil,
        party: Party? = nil
    ) throws -> Change {
        counter += 1
        var random = SystemRandomNumberGenerator()
        var fields: [FieldPath: Edit] = [:]
        for (path, edit) in patch { fields[try #require(FieldPath(path))] = edit }
        let scope = Scope(
            council: world.bradford,
            organisation: organisation ?? grant.organisation ?? world.hub,
            audience: audience ?? .organisation
        )
        let actor = Actor(person: person, grants: [grant])
        return Change(
            id: .make(at: World.start, using: &random),
            device: device,
            counter: counter,
            record: record,
            form: try #require(FormID(form)),
            formVersion: 1,
            scope: scope,
            kind: kind,
            base: base,
            patch: fields,
            step: step,
            reason: reason,
            author: person,
            party: party ?? actor.party(in: scope),
            at: HybridTime(instant: World.start.adding(seconds: counter))
        )
    }

    func contact(_ note: String = "first", minutes: Int64 = 30) throws -> Change {
        try change(
            .create,
            newRecord(),
            patch: [
                "participant": Edit(to: .text("p-1")), "note": Edit(to: .text(note)),
                "kind": Edit(to: .choice("visit")), "minutes": Edit(to: .integer(minutes)),
            ]
        )
    }

    func newRecord() -> RecordID {
        var random = SystemRandomNumberGenerator()
        return .make(at: World.start, using: &random)
    }

    func push(_ changes: Change...) async throws -> PushAnswer { try await push(changes) }

    func push(_ changes: [Change]) async throws -> PushAnswer {
        let (forms, device) = (world.forms, device)
        return try await world.storage.write { writer in
            try Push(writer: writer, forms: forms, now: World.start)
                .take(PushRequest(changes: changes), from: device)
        }
    }

    /// Pushes one change that must be stored; its version.
    @discardableResult
    func store(_ change: Change) async throws -> Sequence64 {
        let answer = try await push(change)
        guard case .stored(let receipt)? = answer.outcomes.first?.result else {
            Issue.record("not stored: \(String(describing: answer.outcomes.first))")
            return 0
        }
        return receipt.sequence
    }

    func refusal(of change: Change) async throws -> String? {
        guard case .refused(let problem)? = try await push(change).outcomes.first?.result else {
            return nil
        }
        return problem.code.text
    }

    func pull(
        _ cursor: String? = nil,
        limit: Int = 500,
        now: Instant = World.start
    ) async throws -> PullAnswer {
        let device = device
        return try await world.storage.read { reader in
            let stored = try reader.device(device)
            guard let stored else { throw Problem(.deviceRevoked, "gone") }
            return try Pull(reader: reader, now: now, limit: limit)
                .page(for: stored, cursor: cursor)
        }
    }
}
