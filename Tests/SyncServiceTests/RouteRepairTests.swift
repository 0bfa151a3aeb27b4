// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@Suite("The route of repairs")
struct RouteRepairTests {
    private let wire: RouteWire
    private let amina: Pen
    private let feed: Feed

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
        feed = Feed(
            council: wire.world.bradford,
            organisation: wire.world.hub,
            audience: .organisation
        )
    }

    private func ask(_ request: RepairRequest, token: String?) async throws -> RouteWire.Answer {
        try await wire.post("v1/repair", token: token, Canonical.encode(request))
    }

    @Test("tells the records of a small range, and gives those that are asked for")
    func small() async throws {
        let contact = try amina.contact()
        try await amina.store(contact)
        let first = try await ask(RepairRequest(feed: feed, ranges: [.all]), token: amina.token)
        let told = try Canonical.decode(RepairAnswer.self, from: first.body)
        let mark = try #require(told.ranges.first?.marks?.first)
        #expect(mark.record == contact.record)
        let other = amina.newRecord()
        let wish = RepairRequest(feed: feed, records: [contact.record, other])
        let second = try await ask(wish, token: amina.token)
        let given = try Canonical.decode(RepairAnswer.self, from: second.body)
        #expect(given.records.map(\.hash) == [mark.hash] && given.missing == [other])
    }

    @Test("is for the feeds of the person only, and bounded")
    func refused() async throws {
        let all = RepairRequest(feed: feed, ranges: [.all])
        #expect(try await ask(all, token: nil).status == 401)
        let finance = try await wire.world.join(.finance)
        #expect(try await ask(all, token: finance.token).status == 403)
        let twice = RepairRequest(feed: feed, ranges: [.all, .all])
        #expect(try await ask(twice, token: amina.token).status == 400)
        let many = RepairRequest(feed: feed, records: (0...500).map { _ in amina.newRecord() })
        #expect(try await ask(many, token: amina.token).status == 413)
    }
}
