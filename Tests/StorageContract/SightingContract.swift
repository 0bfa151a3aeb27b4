// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("When devices were last here, as every storage must tell")
struct SightingContract {
    private let now = Instant(milliseconds: 1_790_000_000_000)
    private let hub = OrganisationID(high: 1, low: 1)
    private let circle = OrganisationID(high: 1, low: 2)

    private func device(
        _ number: UInt64,
        of person: PersonID,
        seen: Int64? = nil,
        enrolled: Int64 = 0,
        revoked: Bool = false,
        parent: UInt64? = nil
    ) -> StoredDevice {
        StoredDevice(
            id: DeviceID(high: 4, low: number),
            person: person,
            name: "tablet \(number)",
            token: Hash(of: Data("\(number)".utf8)),
            enrolled: now.adding(seconds: enrolled),
            lastSync: seen.map { now.adding(seconds: $0) },
            revoked: revoked ? now : nil,
            parent: parent.map { DeviceID(high: 4, low: $0) }
        )
    }

    /// Gives each person their roles: the organisation of each, nil for one of the council.
    private func save(
        _ roles: [PersonID: [OrganisationID?]],
        revoked: (PersonID, OrganisationID),
        in writer: any StorageWriter
    ) throws {
        for (person, places) in roles {
            try writer.save(DirectoryEntry.Person(id: person, name: "\(person)"))
            for organisation in places {
                let grant = Grant(
                    role: organisation == nil ? .reviewer : .worker,
                    council: Sample.bradford,
                    organisation: organisation
                )
                let isRevoked = person == revoked.0 && organisation == revoked.1
                try writer.save(try #require(grant), of: person, revoked: isRevoked ? now : nil)
            }
        }
    }

    @Test(
        "devices of the people who have a role there now, but for revoked ones",
        arguments: StorageUnderTest.allCases
    )
    func places(_ storage: StorageUnderTest) async throws {
        let people = (1...4).map { PersonID(high: 2, low: $0) }
        try await storage.run { storage in
            try await storage.write { writer in
                try save(
                    [
                        people[0]: [hub], people[1]: [hub, circle], people[2]: [nil],
                        people[3]: [hub],
                    ],
                    revoked: (people[3], hub),
                    in: writer
                )
                try writer.save(device(1, of: people[0], seen: 5))
                try writer.save(device(2, of: people[1]))
                try writer.save(device(3, of: people[2], seen: 7))
                try writer.save(device(4, of: people[3], seen: 8))
                try writer.save(device(5, of: people[0], seen: 9, revoked: true))
            }
            let (all, ofHub, ofCircle) = try await storage.read { reader in
                (
                    try reader.sightings(Sample.bradford, nil),
                    try reader.sightings(Sample.bradford, hub),
                    try reader.sightings(Sample.bradford, circle)
                )
            }
            let told = { (found: [DeviceSighting]) in
                found.map { "\($0.device.low) \($0.organisation?.low ?? 0)" }
            }
            #expect(told(all) == ["1 1", "2 1", "2 2", "3 0"])
            #expect(told(ofHub) == ["1 1", "2 1"] && told(ofCircle) == ["2 2"])
            #expect(ofHub.map(\.lastSync) == [now.adding(seconds: 5), nil])
            #expect(ofHub.map(\.seen) == [now.adding(seconds: 5), now])
            #expect(ofHub.map(\.person) == Array(people.prefix(2)))
        }
    }

    @Test(
        "a device that took a new identity is one, until it is here under the old one again",
        arguments: StorageUnderTest.allCases
    )
    func identities(_ storage: StorageUnderTest) async throws {
        let person = PersonID(high: 2, low: 1)
        try await storage.run { storage in
            let found = { () async throws -> [UInt64] in
                try await storage.read { try $0.sightings(Sample.bradford, hub) }.map(\.device.low)
            }
            try await storage.write { writer in
                try save([person: [hub]], revoked: (person, circle), in: writer)
                try writer.save(device(1, of: person, seen: 5))
                try writer.save(device(2, of: person, seen: 20, enrolled: 10, parent: 1))
            }
            #expect(try await found() == [2])
            try await storage.write { try $0.save(device(1, of: person, seen: 11)) }
            #expect(try await found() == [1, 2])
            try await storage.write { writer in
                try writer.save(device(1, of: person, seen: 5))
                try writer.save(device(2, of: person, seen: 20, revoked: true))
            }
            #expect(try await found() == [1])
        }
    }
}
