// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("A scope that changes: who must remove what, and where late work goes")
struct ScopeChangeTests {
    private let world: World
    private let amina: Pen
    private let admin: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        admin = try await world.join(.administrator)
    }

    private func change(_ pen: Pen, _ grant: Grant, isRevoked: Bool) async throws {
        let (by, person) = (admin.person, pen.person)
        let request = AdminRequest.GrantChange(person: person, grant: grant, isRevoked: isRevoked)
        try await world.storage.write {
            try Administering(writer: $0, by: by, now: World.start).change(request)
        }
    }

    private func purges(_ pen: Pen) async throws -> [Purge] {
        let id = pen.device
        return try await world.storage.read { try $0.purges() }.filter { $0.device == id }
            .map(\.purge)
    }

    private func held(_ pen: Pen) async throws -> [HeldReport] {
        let (forms, person) = (world.forms, pen.person)
        return try await world.storage.read {
            try Holding(reader: $0, forms: forms, person: person, now: World.start).reports()
        }
    }

    private func confirm(_ pen: Pen, _ feeds: [Feed]) async throws {
        let sender = pen.device
        _ = try await world.storage.write { writer in
            let device = try #require(try writer.device(sender))
            let confirmation = Confirmation(erasures: [], feeds: feeds)
            return try writer.confirm(confirmation, by: device, now: World.start)
        }
    }

    private func grant(_ role: Role, _ organisation: OrganisationID) throws -> Grant {
        try #require(Grant(role: role, council: world.bradford, organisation: organisation))
    }

    @Test("a device that lost a feed is listed until it says that nothing of it is left")
    func confirmed() async throws {
        let before = try await amina.pull().feeds.map(\.feed)
        try await change(amina, grant(.worker, world.circle), isRevoked: false)
        #expect(try await purges(amina).isEmpty)
        try await change(amina, amina.grant, isRevoked: true)
        let left = try await amina.pull().feeds.map(\.feed)
        let lost = Set(before).subtracting(left)
        #expect(!lost.isEmpty)
        #expect(try await Set(purges(amina).map(\.feed)) == lost)
        // A device that still holds one of them says so, and stays on the list with that one.
        let kept = try #require(lost.min())
        try await confirm(amina, left + [kept])
        #expect(try await purges(amina).filter { $0.confirmed == nil }.map(\.feed) == [kept])
        try await confirm(amina, left)
        #expect(try await purges(amina).allSatisfy { $0.confirmed != nil })
        // What it has again is not lost any more; lost again, it is asked for again.
        try await change(amina, amina.grant, isRevoked: false)
        #expect(try await purges(amina).isEmpty)
        try await change(amina, amina.grant, isRevoked: true)
        #expect(try await purges(amina).allSatisfy { $0.confirmed == nil })
        #expect(try await world.verify().isSound)
    }

    @Test("whoever moved to another organisation leaves late work to the former coordinator")
    func moved() async throws {
        let (carol, other) = (
            try await world.join(.coordinator, of: world.hub),
            try await world.join(.coordinator, of: world.circle)
        )
        try await change(amina, grant(.worker, world.circle), isRevoked: false)
        try await change(amina, amina.grant, isRevoked: true)
        let late = try amina.contact("seen before the move")
        guard case .held? = try await amina.push(late).outcomes.first?.result else {
            Issue.record("not held")
            return
        }
        #expect(try await held(carol).map(\.content) == [late])
        #expect(try await held(other).isEmpty)
        // Her new work goes its way.
        let fresh = try amina.change(
            .create,
            amina.newRecord(),
            patch: [
                "participant": Edit(to: .text("p-9")), "kind": Edit(to: .choice("visit")),
            ],
            organisation: world.circle,
            party: .organisation
        )
        try await amina.store(fresh)
    }

    @Test("work that no coordinator is left for is listed for administrators, until there is one")
    func nobodyLeft() async throws {
        let carol = try await world.join(.coordinator, of: world.hub)
        try await change(amina, amina.grant, isRevoked: true)
        try await change(carol, carol.grant, isRevoked: true)
        let (work, own) = (try amina.contact("hers"), try carol.contact("the coordinator's own"))
        for (pen, contact) in [(amina, work), (carol, own)] {
            guard case .held? = try await pen.push(contact).outcomes.first?.result else {
                Issue.record("not held")
                continue
            }
        }
        #expect(try await held(carol).isEmpty)
        let listed = try await held(admin)
        #expect(Set(listed.map(\.change)) == [work.id, own.id])
        #expect(listed.allSatisfy { $0.content == nil })
        let next = try await world.join(.coordinator, of: world.hub)
        #expect(try await held(next).count == 2)
        let (forms, person) = (world.forms, next.person)
        for contact in [work, own] {
            let decision = HeldDecision(change: contact.id, adopt: true, reason: "good work")
            _ = try await world.storage.write {
                try $0.decide(decision, forms: forms, person: person, now: World.start)
            }
            #expect(try await world.record(contact.record).state.record == contact.record)
        }
        #expect(try await world.verify().isSound)
    }

    @Test("a revoked device may say what it removed, and nothing else; a stranger may not")
    func revoked() async throws {
        let wire = try await RouteWire()
        let pen = try await wire.world.join(.worker, of: wire.world.hub)
        let body = try Canonical.encode(Confirmation(erasures: [], feeds: []))
        try await wire.world.revoke(pen)
        #expect(try await wire.post("v1/confirmations", token: pen.token, body).verdict == "200")
        #expect(try await wire.pull(pen.token).verdict == "401 device.revoked")
        let stranger = "kil_" + String(repeating: "0", count: 64)
        let answer = try await wire.post("v1/confirmations", token: stranger, body)
        #expect(answer.verdict == "401 token.invalid")
    }
}
