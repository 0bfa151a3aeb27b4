// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The table of permissions")
struct PermissionTests {
    private let bradford = known(CouncilID("bradford"))
    private let hackney = known(CouncilID("hackney"))
    private let own = OrganisationID(high: 0, low: 1)
    private let other = OrganisationID(high: 0, low: 2)

    private func actor(_ role: Role) throws -> Actor {
        let grant = try #require(
            Grant(
                role: role,
                council: role.place == .installation ? nil : bradford,
                organisation: role.place == .organisation ? own : nil
            )
        )
        return Actor(person: PersonID(high: 0, low: 9), grants: [grant])
    }

    private func scope(
        _ council: CouncilID,
        _ organisation: OrganisationID,
        _ audience: Audience
    ) -> Scope {
        Scope(council: council, organisation: organisation, audience: audience)
    }

    @Test("no role of the council ever reads case data", arguments: Role.allCases)
    func caseData(_ role: Role) throws {
        let subject = Subject.record(scope(bradford, own, .organisation), .caseData)
        let mayRead: Set<Role> = [.worker, .coordinator, .signatory]
        #expect(may(try actor(role), .read, subject) == mayRead.contains(role))
        let feeds = try actor(role).feeds(councils: [bradford, hackney])
        #expect(feeds.contains { $0.audience == .organisation } == mayRead.contains(role))
    }

    @Test("nobody of one organisation or council reaches another's", arguments: Role.allCases)
    func otherPlaces(_ role: Role) throws {
        guard role.place != .installation else { return }
        let person = try actor(role)
        for category in Category.allCases where category.audience != .network {
            for action in Action.all {
                let audiences: [Audience] = [.organisation, .council]
                for audience in audiences {
                    let abroad = Subject.record(scope(hackney, other, audience), category)
                    #expect(!may(person, action, abroad))
                    guard role.place == .organisation else { continue }
                    let neighbour = Subject.record(scope(bradford, other, audience), category)
                    #expect(!may(person, action, neighbour))
                }
            }
        }
    }

    /// The matrix as the domain has it; the code derives its own from the table of moves.
    @Test("who may make each move of a return", arguments: Role.allCases)
    func returns(_ role: Role) throws {
        let organisation: Set<Role> = [.coordinator, .signatory]
        let expected: [ReturnMove.Name: Set<Role>] = [
            .complete: [.worker, .coordinator, .signatory],
            .prepare: organisation, .submit: organisation, .answer: organisation,
            .withdraw: organisation,
            .review: [.reviewer], .accept: [.reviewer],
            .query: [.reviewer, .seniorChampion], .giveBack: [.reviewer, .seniorChampion],
            .approve: [.seniorChampion], .publish: [.seniorChampion], .reopen: [.seniorChampion],
            .endorse: [.cabinetChampion],
            .askReopen: organisation.union([.reviewer]),
            .void: organisation.union([.reviewer]),
            .force: [.administrator],
        ]
        let subject = Subject.record(scope(bradford, own, .council), .return)
        for move in ReturnMove.Name.allCases {
            let isAllowed = may(try actor(role), .move(move), subject)
            #expect(isAllowed == expected[move]?.contains(role), "\(role) \(move)")
        }
    }

    @Test("only an administrator changes the directory")
    func directory() throws {
        for role in Role.allCases {
            let allowed = may(try actor(role), .administer, .directory(bradford))
            #expect(allowed == (role == .administrator))
        }
    }

    @Test("a role without its place is no grant")
    func places() {
        #expect(Grant(role: .worker, council: bradford, organisation: nil) == nil)
        #expect(Grant(role: .reviewer, council: bradford, organisation: own) == nil)
        #expect(Grant(role: .administrator, council: bradford, organisation: nil) == nil)
    }
}
