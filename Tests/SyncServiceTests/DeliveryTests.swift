// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("What is delivered is what may be read")
struct DeliveryTests {
    @Test("every role, every category, here and elsewhere", arguments: Role.allCases)
    func table(_ role: Role) async throws {
        let (bradford, hackney) = (
            try #require(CouncilID("bradford")), try #require(CouncilID("hackney"))
        )
        let (own, other) = (OrganisationID(high: 0, low: 1), OrganisationID(high: 0, low: 2))
        let grant = try #require(
            Grant(
                role: role,
                council: role.place == .installation ? nil : bradford,
                organisation: role.place == .organisation ? own : nil
            )
        )
        let actor = Actor(person: PersonID(high: 0, low: 9), grants: [grant])
        let feeds = actor.feeds(councils: [bradford, hackney])
        for category in Category.allCases {
            for council in [bradford, hackney] {
                for organisation in [own, other, nil] {
                    let scope = Scope(
                        council: council,
                        organisation: organisation,
                        audience: category.audience
                    )
                    let isDelivered = feeds.contains { $0.contains(scope) }
                    let isAllowed = may(actor, .read, .record(scope, category))
                    #expect(isDelivered == isAllowed, "\(role) \(category) \(scope)")
                }
            }
        }
    }

    @Test("a record whose audience is not its category's is nobody's", arguments: Role.allCases)
    func mismatched(_ role: Role) throws {
        let bradford = try #require(CouncilID("bradford"))
        let own = OrganisationID(high: 0, low: 1)
        let grant = try #require(
            Grant(
                role: role,
                council: role.place == .installation ? nil : bradford,
                organisation: role.place == .organisation ? own : nil
            )
        )
        let actor = Actor(person: PersonID(high: 0, low: 9), grants: [grant])
        for category in Category.allCases {
            for audience in Audience.allCases where audience != category.audience {
                let scope = Scope(council: bradford, organisation: own, audience: audience)
                for action in Action.all {
                    #expect(!may(actor, action, .record(scope, category)))
                }
            }
        }
    }
}
