// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Testing

@Suite("Two champions tell the network the same")
struct NetworkTellingTests {
    private let log = CouncilLog()
    private let saeed: Device
    private let nadia: Device
    private let locality: Device

    init() throws {
        saeed = try Device(.seniorChampion, on: log)
        nadia = try Device(.seniorChampion, on: log)
        locality = try Device(.network, on: log)
        // As a server does: what exists is not made again.
        log.verdict = { [log] change in
            guard change.kind == .create, log.states[change.record] != nil else { return nil }
            return .refused(problem: Problem(.recordExists, "it exists"))
        }
    }

    private func level(_ level: Int) -> NetworkFigure {
        .principle("local_spend", period: "2026", .init(level, target: 4))
    }

    private func told(_ device: Device) throws -> [NetworkFigure] {
        try device.store.read { try $0.networkFigures().found.map(\.figure) }
    }

    @discardableResult
    private func tell(_ figure: NetworkFigure, on device: Device) throws -> Saved {
        try device.store.write { [log] in try $0.tell(figure, in: log.bradford) }
    }

    @Test("apart and at once, they make one record; who came second tells it anew")
    func apart() throws {
        try tell(level(2), on: saeed)
        try tell(level(3), on: nadia)
        try saeed.sync()
        let outcomes = try nadia.push()
        guard case .refused? = outcomes.first?.result else {
            Issue.record("a second record was made")
            return
        }
        try nadia.pull()
        #expect(try told(nadia) == [level(2)])
        try tell(level(3), on: nadia)
        #expect(try nadia.status().refused.isEmpty)
        for device in [nadia, saeed, locality] { try device.sync() }
        for device in [nadia, saeed, locality] { #expect(try told(device) == [level(3)]) }
        #expect(log.states.count == 1)
    }

    @Test("told twice is told once; withdrawn leaves nothing of it, and it comes back")
    func again() throws {
        let saved = try tell(level(2), on: saeed)
        #expect(try saved.change != nil && tell(level(2), on: saeed).change == nil)
        try saeed.sync()
        try tell(level(2).withdrawn, on: saeed)
        try saeed.sync()
        try locality.sync()
        #expect(try told(locality) == [level(2).withdrawn])
        let left = try locality.seen(saved.record)?.fields.keys.map(\.text)
        #expect(Set(left ?? []) == ["kind", "standing", "period", "principle"])
        #expect(try tell(level(2).withdrawn, on: saeed).change == nil)
        try tell(level(4), on: saeed)
        try saeed.sync()
        try locality.sync()
        #expect(try told(locality) == [level(4)])
    }

    @Test("two corrections of one figure wait for a decision, and neither is shown")
    func disputed() throws {
        try tell(level(1), on: saeed)
        try saeed.sync()
        try nadia.sync()
        try tell(level(2), on: saeed)
        try tell(level(3), on: nadia)
        for device in [saeed, nadia, locality, saeed] { try device.sync() }
        #expect(try told(locality).isEmpty)
        #expect(try locality.store.read { try $0.networkFigures().leftOut } == 1)
        #expect(saeed.code { _ = try tell(level(4), on: saeed) } == "conflict.disputed")
    }

    @Test("a deleted figure, and an identifier that somebody else has taken, stop nobody")
    func taken() throws {
        let first = try tell(level(1), on: saeed).record
        try saeed.sync()
        try saeed.delete(first)
        try saeed.sync()
        let second = try tell(level(2), on: saeed).record
        try saeed.sync()
        #expect(second != first)
        #expect(try told(saeed) == [level(2)])
        log.verdict = { _ in .refused(problem: Problem(.recordUnknown, "somebody else's")) }
        let other = NetworkFigure.principle("neighbourhood", period: "2026", .init(1, target: nil))
        let squatted = try tell(other, on: saeed).record
        try saeed.sync()
        #expect(try told(saeed) == [level(2)])
        log.verdict = { _ in nil }
        #expect(try tell(other, on: saeed).record != squatted)
        try saeed.sync()
        try locality.sync()
        #expect(try Set(told(locality)) == [level(2), other])
    }

    @Test("nobody but a champion in senior leadership tells anything", arguments: Role.allCases)
    func others(_ role: Role) throws {
        guard role != .seniorChampion else { return }
        let device = try Device(role, on: log)
        #expect(device.code { _ = try tell(level(1), on: device) } == "permission.denied")
        #expect(try told(device).isEmpty)
    }
}
