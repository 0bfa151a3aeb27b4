// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Whom a device knows by name")
struct DirectoryTests {
    private let world: World
    private let amina: Pen
    private let stranger: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        stranger = try await world.joinElsewhere(.worker)
    }

    private func persons(_ page: PullAnswer) -> Set<PersonID> {
        Set(
            page.directory.compactMap {
                if case .person(let person) = $0 { person.id } else { nil }
            }
        )
    }

    private func organisations(_ page: PullAnswer) -> Set<OrganisationID> {
        Set(
            page.directory.compactMap {
                if case .organisation(let organisation) = $0 { organisation.id } else { nil }
            }
        )
    }

    private func grant(_ role: Role, _ council: CouncilID?, to person: PersonID) async throws {
        let grant = try #require(
            Grant(
                role: role,
                council: council,
                organisation: role.place == .organisation
                    ? (council == world.bradford ? world.hub : World.mill) : nil
            )
        )
        try await world.storage.write { try $0.place(grant, of: person) }
    }

    @Test("those who share a council, and those who decide everywhere")
    func shared() async throws {
        let rosa = try await world.join(.reviewer)
        let admin = try await world.join(.administrator)
        let found = persons(try await amina.pull())
        #expect(found.isSuperset(of: [amina.person, rosa.person, admin.person]))
        #expect(!found.contains(stranger.person))
        let theirs = persons(try await stranger.pull())
        #expect(theirs.isDisjoint(with: [amina.person, rosa.person]))
        let network = try await world.join(.network)
        let known = persons(try await network.pull())
        #expect(known.isDisjoint(with: [amina.person, stranger.person]))
        let all: Set = [amina.person, rosa.person, stranger.person]
        for role in [Role.administrator, .auditor] {
            #expect(persons(try await world.join(role).pull()).isSuperset(of: all))
        }
    }

    @Test("who left is still named to those who read what they wrote")
    func former() async throws {
        let (person, grant) = (amina.person, amina.grant)
        try await world.storage.write { try $0.takeAway(grant, from: person) }
        let rosa = try await world.join(.reviewer)
        #expect(persons(try await rosa.pull()).contains(amina.person))
    }

    @Test("who comes to work in a second council learns what has long been known there")
    func secondCouncil() async throws {
        let kirklees = try #require(CouncilID("kirklees"))
        let cursor = try await amina.pull().cursor
        #expect(try await amina.pull(cursor).directory.isEmpty)
        try await grant(.worker, kirklees, to: amina.person)
        let page = try await amina.pull(cursor)
        #expect(organisations(page).contains(World.mill))
        #expect(persons(page).contains(stranger.person))
        // Once only.
        #expect(try await amina.pull(page.cursor).directory.isEmpty)
    }

    @Test("the others there learn of them")
    func newcomer() async throws {
        let kirklees = try #require(CouncilID("kirklees"))
        let cursor = try await stranger.pull().cursor
        try await grant(.worker, kirklees, to: amina.person)
        #expect(persons(try await stranger.pull(cursor)) == [amina.person])
    }
}
