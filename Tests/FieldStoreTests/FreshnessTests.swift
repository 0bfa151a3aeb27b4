// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("What a device knows of how many others have synced")
struct FreshnessTests {
    private let log = CouncilLog()
    private let carol: Device

    init() throws { carol = try Device(.coordinator, on: log) }

    private func freshness(_ devices: Int, days: Int64) -> Freshness {
        let at = CouncilLog.start.adding(seconds: days * 24 * 60 * 60)
        let place = Freshness.Place(
            council: log.bradford,
            organisation: log.hub,
            devices: devices,
            synced: 1,
            unseen: devices - 1,
            oldest: CouncilLog.start,
            unseenDevices: [
                .init(device: Device.newID(), person: carol.identity.person, seen: CouncilLog.start)
            ]
        )
        return Freshness(at: at, places: [place])
    }

    private func known() throws -> Freshness? { try carol.store.read { try $0.freshness() } }

    @Test("it is what the last pull told: kept, put in the place of the former, and forgotten")
    func kept() throws {
        #expect(try known() == nil)
        for told in [freshness(5, days: 0), freshness(4, days: 1)] {
            log.freshness = told
            try carol.pull()
            #expect(try known() == told)
            #expect(try carol.reopened().read { try $0.freshness() } == told)
        }
        // A server of before does not tell it: then it is not known, however often it was.
        log.freshness = nil
        try carol.pull()
        #expect(try known() == nil)
    }

    @Test("a page that is only set aside tells nothing yet")
    func staged() throws {
        log.freshness = freshness(5, days: 0)
        let page = try log.page(for: carol.identity)
        try carol.store.write { try $0.stage(page) }
        #expect(try known() == nil)
    }

    @Test("a revoked device keeps nothing of it")
    func revoked() throws {
        log.freshness = freshness(5, days: 0)
        try carol.pull()
        try carol.store.write { try $0.purgeAll() }
        #expect(try known() == nil)
    }
}
