// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Synchronization
import Testing

@Suite("A server or a device that was restored from an old copy")
struct GoneBackTests {
    private let world: SyncWorld

    init() throws { world = try SyncWorld() }

    /// The server as it was after so many changes.
    private func goBack(to count: Int) {
        world.council.state.withLock { state in
            let kept = state.log.prefix(count)
            state.log = Array(kept)
            state.states = [:]
            for (index, change) in kept.enumerated() {
                let version = Sequence64(index + 1)
                var record = state.states[change.record] ?? RecordState(change, version: version)
                record.apply(change, version: version)
                state.states[change.record] = record
            }
            state.answered = Dictionary(grouping: kept, by: \.device).mapValues { $0.map(\.id) }
            state.outcomes = state.outcomes.filter { id, _ in kept.contains { $0.id == id } }
            state.epoch = "two"
        }
    }

    @Test("a gap is filled from the journal: the server has everything again")
    func gap() throws {
        var records = try world.save(4)
        _ = try world.sync()
        goBack(to: 1)
        records += try world.save(1)
        let report = try world.sync()
        #expect(report.digestsAgree)
        #expect(world.log.map(\.counter) == [1, 2, 3, 4, 5])
        #expect(try world.status().stored == 5)
        #expect(try world.records() == Set(records))
        #expect(world.log.map(\.record) == records)
    }

    @Test("a gap is filled even where nothing new waits to be sent")
    func quietGap() throws {
        let records = try world.save(4)
        _ = try world.sync()
        goBack(to: 1)
        _ = try world.sync()
        #expect(world.log.map(\.record) == records)
        #expect(try world.records() == Set(records))
    }

    @Test("a gap that cannot be filled is told, and the new work is kept")
    func hopelessGap() throws {
        try world.save(2)
        world.instead("/v1/push", times: 9, .text(409, Self.gapFromFar))
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .changeGap)
        #expect(try world.store.read { try $0.unsentCount() } == 2)
    }

    private static let gapFromFar =
        #"{"code": "change.gap", "message": "far", "details": {"expected": 99}}"#

    @Test("a server that names a gap again and again is asked twice, not for ever")
    func repeatedGap() throws {
        try world.save(2)
        let before = world.raw.requests.count
        let gap = #"{"code": "change.gap", "message": "x", "details": {"expected": 1}}"#
        world.instead("/v1/push", times: 50, .text(409, gap))
        let problem = #expect(throws: Problem.self) { try world.sync() }
        #expect(problem?.code == .changeGap)
        #expect(world.raw.requests.count == before + 2)
        #expect(try world.store.read { try $0.unsentCount() } == 2)
    }

    /// Work that this very device did elsewhere, under the counters that the copy uses next.
    private func workElsewhere() throws {
        let elsewhere = try SyncWorld()
        try elsewhere.save(2)
        _ = try elsewhere.sync()
        let log = elsewhere.log
        world.council.state.withLock { state in
            for change in log {
                state.log.append(change)
                state.states[change.record] = RecordState(
                    change,
                    version: Sequence64(state.log.count)
                )
            }
            state.answered[log[0].device] = log.map(\.id)
        }
    }

    @Test("a forked device takes a new identity and loses nothing of either")
    func forked() throws {
        try workElsewhere()
        let records = try world.save(3)
        let before = try world.store.read { try $0.journal(in: [.saved]) }
        let report = try world.sync()
        #expect((report.pushed, report.pulled) == (3, 5))
        #expect(report.digestsAgree)
        let identity = try world.store.read { try $0.identity() }
        #expect(identity.device != DeviceID(high: 1, low: 1))
        #expect(identity.token == "token-of-\(identity.device)")
        #expect(identity.server == world.raw.address && identity.name == "Amina")
        let mine = world.log.suffix(3)
        #expect(mine.map(\.counter) == [1, 2, 3])
        #expect(mine.allSatisfy { $0.device == identity.device })
        #expect(mine.map(\.id) == before.map(\.change.id))
        #expect(try world.records().isSuperset(of: records) && world.records().count == 5)
        try world.save(1)
        #expect(try world.sync().pushed == 1)
        #expect(world.log.last?.counter == 4)
    }

    @Test("known changes in front of the fork get their answers first")
    func forkedLater() throws {
        try world.save(2)
        world.instead("/v1/push", times: 3, .hangUp)
        #expect(throws: Problem.self) { try world.sync() }
        world.instead(nil)
        let stranger = try SyncWorld()
        try stranger.save(3)
        _ = try stranger.sync()
        let third = stranger.log[2]
        world.council.state.withLock { state in
            state.answered[third.device, default: []].append(third.id)
        }
        try world.save(2)
        let report = try world.sync()
        #expect((report.pushed, report.duplicates) == (4, 2))
        #expect(world.log.map(\.counter) == [1, 2, 1, 2])
        #expect(Set(world.log.map(\.device)).count == 2)
        #expect(try world.status().stored == 4)
    }

    @Test("a copy of a device, and a server that went back as well: all goes on under one name")
    func bothWentBack() throws {
        var records = try world.save(3)
        _ = try world.sync()
        goBack(to: 1)
        records += try world.save(1)
        let forked =
            #"{"code": "change.forked", "message": "another", "details": {"counter": 4}}"#
        world.instead("/v1/push", times: 1, .text(409, forked))
        let report = try world.sync()
        #expect(report.pushed == 3 && report.digestsAgree)
        #expect(world.log.map(\.record) == records)
        #expect(world.log.map(\.counter) == [1, 1, 2, 3])
        let identity = try world.store.read { try $0.identity() }
        #expect(world.log.dropFirst().allSatisfy { $0.device == identity.device })
        #expect(world.log.map(\.former) == [nil, [2], [3], nil])
        #expect(try world.status().stored == 4)
    }

    @Test("an identity that is lost on the way is asked for again, and nothing is lost")
    func forkedOffline() throws {
        try workElsewhere()
        let records = try world.save(2)
        world.instead("/v1/devices", times: 1, .text(500, "broken"))
        #expect(throws: Problem.self) { try world.sync() }
        #expect(try world.store.read { try $0.identity() }.device == DeviceID(high: 1, low: 1))
        #expect(try world.store.read { try $0.unsentCount() } == 2)
        #expect(try world.sync().pushed == 2)
        #expect(try world.records().isSuperset(of: records))
    }
}
