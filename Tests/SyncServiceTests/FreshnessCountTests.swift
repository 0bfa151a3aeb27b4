// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Counting devices that have synced")
struct FreshnessCountTests {
    private let world: World
    private static let day: Int64 = 24 * 60 * 60

    init() async throws { world = try await World() }

    private func after(days: Int64) -> Instant { World.start.adding(seconds: days * Self.day) }

    /// Lets a device say that it is there, as every sync does.
    private func sync(_ pen: Pen, days: Int64) async throws {
        let (forms, device, now) = (world.forms, pen.device, after(days: days))
        try await world.storage.write { writer in
            _ = try Push(writer: writer, forms: forms, now: now)
                .take(PushRequest(changes: []), from: device)
        }
    }

    private func counted(_ pen: Pen, days: Int64) async throws -> Freshness? {
        try await pen.pull(now: after(days: days)).freshness
    }

    private func words(_ freshness: Freshness?) -> [String] {
        (freshness?.places ?? []).map { place in
            let name =
                place.organisation.map { $0 == world.hub ? "hub" : "circle" } ?? "all"
            return "\(name) \(place.devices) \(place.synced) \(place.unseen)"
        }
    }

    @Test("a device is synced for 7 days, and not seen after 14; one that never was is neither")
    func days() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        let rosa = try await world.join(.reviewer)
        #expect(words(try await counted(rosa, days: 0)) == ["all 2 0 0", "hub 1 0 0"])
        try await sync(amina, days: 1)
        try await sync(rosa, days: 8)
        let week = try #require(try await counted(rosa, days: 8))
        #expect(words(week) == ["all 2 2 0", "hub 1 1 0"])
        #expect(week.at == after(days: 8))
        #expect(week.places.map(\.oldest) == [after(days: 1), after(days: 1)])
        let later = week.at.adding(seconds: 1)
        #expect(words(try await rosa.pull(now: later).freshness) == ["all 2 1 0", "hub 1 0 0"])
        #expect(words(try await counted(rosa, days: 15)) == ["all 2 1 0", "hub 1 0 0"])
        let unseen = after(days: 15).adding(seconds: 1)
        #expect(words(try await rosa.pull(now: unseen).freshness) == ["all 2 0 1", "hub 1 0 1"])
    }

    @Test("each device counts once, whatever roles its person has; a revoked one does not count")
    func once() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        let rosa = try await world.join(.reviewer)
        let both = try #require(
            Grant(role: .worker, council: world.bradford, organisation: world.circle)
        )
        let more = try #require(
            Grant(role: .coordinator, council: world.bradford, organisation: world.hub)
        )
        let person = amina.person
        try await world.storage.write { writer in
            try writer.save(both, of: person, revoked: nil)
            try writer.save(more, of: person, revoked: nil)
        }
        let places = ["all 2 0 0", "hub 1 0 0", "circle 1 0 0"]
        #expect(words(try await counted(rosa, days: 0)) == places)
        let again = try await amina.anotherDevice().device
        #expect(words(try await counted(rosa, days: 0)).first == "all 3 0 0")
        try await world.storage.write { writer in
            var stored = try #require(try writer.device(again))
            stored.revoked = World.start
            try writer.save(stored)
            try writer.save(both, of: person, revoked: World.start)
        }
        #expect(words(try await counted(rosa, days: 0)) == ["all 2 0 0", "hub 1 0 0"])
    }

    @Test(
        "who is told of which places",
        arguments: [
            (Role.worker, []), (.network, []), (.signatory, ["hub 2 0 2"]),
            (.coordinator, ["hub 2 0 2"]),
            (.reviewer, ["all 3 0 3", "hub 1 0 1", "circle 1 0 1"]),
            (.finance, ["all 3 0 3", "hub 1 0 1", "circle 1 0 1"]),
        ]
    )
    func roles(_ role: Role, _ places: [String]) async throws {
        _ = try await world.join(.worker, of: world.hub)
        _ = try await world.join(.worker, of: world.circle)
        let pen = try await world.join(role, of: world.hub)
        #expect(words(try await counted(pen, days: 20)) == places)
    }

    @Test(
        "the whole installation's auditor and administrator are told of every council",
        arguments: [Role.auditor, .administrator]
    )
    func everywhere(_ role: Role) async throws {
        _ = try await world.join(.worker, of: world.hub)
        let pen = try await world.join(role)
        let councils = try await world.storage.read { try $0.councilIDs() }
        let freshness = try #require(try await counted(pen, days: 0))
        #expect(Set(freshness.places.map(\.council)) == Set(councils))
        #expect(freshness.places.count == councils.count + 1)
        #expect(freshness.places.allSatisfy { $0.unseenDevices == nil })
        let empty = try #require(freshness.places.first { $0.devices == 0 })
        #expect(empty.oldest == nil && empty.organisation == nil)
    }

    @Test("which devices were not seen is told to the organisation's coordinator alone")
    func named() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        let ben = try await world.join(.worker, of: world.hub)
        _ = try await world.join(.worker, of: world.circle)
        let carol = try await world.join(.coordinator, of: world.hub)
        try await sync(amina, days: 3)
        try await sync(carol, days: 20)
        let told = try #require(try await counted(carol, days: 20))
        #expect(words(told) == ["hub 3 1 2"])
        #expect(
            told.places.first?.unseenDevices == [
                .init(device: ben.device, person: ben.person, seen: World.start),
                .init(device: amina.device, person: amina.person, seen: after(days: 3)),
            ]
        )
        for role in [Role.signatory, .reviewer] {
            let other = try await world.join(role, of: world.hub)
            let places = try await counted(other, days: 20)?.places ?? []
            #expect(!places.isEmpty && places.allSatisfy { $0.unseenDevices == nil })
        }
        // Who is the council's as well is told of the other organisations in numbers.
        let reviewer = try #require(
            Grant(role: .reviewer, council: world.bradford, organisation: nil)
        )
        let person = carol.person
        try await world.storage.write { try $0.save(reviewer, of: person, revoked: nil) }
        let places = try #require(try await counted(carol, days: 20)).places
        #expect(places.map { $0.unseenDevices?.count } == [nil, 3, nil])
    }

    @Test("a list of devices has an end")
    func bound() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        for _ in 0..<Limits.unseenDevicesMax + 5 { _ = try await amina.anotherDevice() }
        let carol = try await world.join(.coordinator, of: world.hub)
        let place = try #require(try await counted(carol, days: 20)?.places.first)
        #expect(place.unseen == Limits.unseenDevicesMax + 7)
        #expect(place.unseenDevices?.count == Limits.unseenDevicesMax)
    }

    @Test("only the last page tells it, and telling it changes no log, digest or cursor")
    func lastPage() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        let carol = try await world.join(.coordinator, of: world.hub)
        _ = try await amina.push(try (0..<3).map { try amina.contact("\($0)") })
        let head = try await world.storage.read { [bradford = world.bradford] in
            try $0.head(bradford)
        }
        var page = try await carol.pull(limit: 2)
        #expect(page.more && page.freshness == nil)
        page = try await carol.pull(page.cursor, limit: 2)
        #expect(!page.more && page.freshness != nil)
        let later = try await carol.pull(page.cursor, now: after(days: 30))
        #expect(later.freshness != page.freshness)
        #expect(later.cursor == page.cursor && later.feeds == page.feeds)
        let now = try await world.storage.read { [bradford = world.bradford] in
            try $0.head(bradford)
        }
        #expect(now == head)
        #expect(try await world.verify().isSound)
    }
}
