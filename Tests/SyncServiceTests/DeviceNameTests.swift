// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("What the devices of others are called")
struct DeviceNameTests {
    private let world: World
    private let amina: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
    }

    private func devices(of person: PersonID, _ page: PullAnswer) -> [DirectoryEntry.Device]? {
        page.directory.lazy.compactMap { entry -> DirectoryEntry.Person? in
            if case .person(let found) = entry, found.id == person { found } else { nil }
        }.first?.devices
    }

    @Test("who may know a person is told what their devices are called, and nobody else")
    func told() async throws {
        let ben = try await world.join(.worker, of: world.hub)
        let known = try #require(devices(of: amina.person, try await ben.pull()))
        let stored = try await world.storage.read { try $0.devices() }
        let own = stored.filter { $0.person == amina.person }
        #expect(known == own.map { .init(id: $0.id, name: $0.name) } && !known.isEmpty)
        let stranger = try await world.joinElsewhere(.worker)
        #expect(devices(of: amina.person, try await stranger.pull()) == nil)
    }

    @Test("a second device is told of when it comes, once, and not with every sync of it")
    func second() async throws {
        let ben = try await world.join(.worker, of: world.hub)
        let cursor = try await ben.pull().cursor
        let tablet = StoredDevice(
            id: DeviceID(high: 77, low: 1),
            person: amina.person,
            name: "Amina's tablet",
            token: Hash(of: [7]),
            enrolled: World.start
        )
        try await world.storage.write { try $0.save(tablet) }
        let page = try await ben.pull(cursor)
        let names = devices(of: amina.person, page)?.map(\.name) ?? []
        #expect(names.contains("Amina's tablet"))
        var synced = tablet
        synced.lastSync = World.start
        let again = synced
        try await world.storage.write { try $0.save(again) }
        #expect(try await ben.pull(page.cursor).directory.isEmpty)
    }
}
