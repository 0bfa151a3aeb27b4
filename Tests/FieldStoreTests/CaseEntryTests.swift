// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Foundation
import GRDB
import Seeds
import Testing

@Suite("What figures are read from is what the records say")
struct CaseEntryTests {
    /// What stands in the records themselves, read one by one.
    private func plain(_ session: StoreSession) throws -> [Scope: CaseEntries] {
        Dictionary(grouping: try session.countedRecords(), by: \.scope).mapValues {
            CaseEntries($0)
        }
        .filter { !$0.value.isWithoutRecords }
    }

    private func expectSame(_ device: Device, _ seed: UInt64, _ step: Int) throws {
        try device.store.read { session in
            let (kept, read) = (try session.caseEntries(), try plain(session))
            #expect(kept == read, "SEED=\(seed), step \(step), \(device.identity.name)")
        }
    }

    @Test("in every history: kept or not, own work, conflicts, merges, purges, versions, damage")
    func same() throws {
        var done: [String: Int] = [:]
        for seed in SeededRandom.seeds(12) {
            let history = try CountedHistory(seed)
            for step in 0..<140 {
                history.step()
                guard step % 4 == 3 else { continue }
                for device in history.devices {
                    try expectSame(device, seed, step)
                    done["read from kept", default: 0] += try rows("counted", device) > 0 ? 1 : 0
                    done["disputed", default: 0] += try device.conflicts().isEmpty ? 0 : 1
                }
            }
            done.merge(history.done) { $0 + $1 }
        }
        guard ProcessInfo.processInfo.environment["SEED"] == nil else { return }
        for what in [
            "made", "edited", "deleted", "merged", "synced", "pulled anew", "settled", "council",
            "kept", "rare", "damaged", "let go", "read from kept", "disputed",
        ] { #expect((done[what] ?? 0) > 0, "\(what): \(done)") }
    }

    private func rows(_ table: String, _ device: Device) throws -> Int {
        let other = try DatabaseQueue(path: device.home + "/keeplocal.sqlite")
        return try other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
    }

    @Test("entries are kept for good: a second making makes none, and reading reads no record")
    func kept() throws {
        let log = CouncilLog()
        let (amina, ben) = (try Device(on: log), try Device(.coordinator, on: log))
        for number in 0..<7 { _ = try amina.contact(note: "\(number)") }
        try amina.sync()
        try ben.sync()
        var told: [[Int]] = []
        try ben.store.makeDueEntries { told.append([$0, $1]) }
        #expect(told == [[7, 7]])
        try ben.store.makeDueEntries { told.append([$0, $1]) }
        #expect(told.count == 1)
        #expect(try rows("counted", ben) == 7 && rows("counted_due", ben) == 0)
        try expectSame(ben, 0, 0)
    }

    @Test("while another program writes nothing is made, and figures are the same")
    func busy() throws {
        let log = CouncilLog()
        let (amina, ben) = (try Device(on: log), try Device(.coordinator, on: log))
        _ = try amina.contact()
        try amina.sync()
        try ben.sync()
        let other = try DatabaseQueue(path: ben.home + "/keeplocal.sqlite")
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            try ben.store.makeDueEntries { _, _ in Issue.record("made") }
            try expectSame(ben, 0, 0)
            try db.execute(sql: "COMMIT")
        }
        try expectSame(ben, 0, 0)
    }

    @Test("what was erased or may not be seen any more is in no byte of the home at once")
    func gone() throws {
        let log = CouncilLog()
        let amina = try Device(on: log)
        let record = try amina.create(
            "contact",
            ["participant": .text("CANARY-1"), "kind": .choice("visit")]
        )
        _ = try amina.create(
            "contact",
            ["participant": .text("CANARY-2"), "kind": .choice("visit")]
        )
        try amina.sync()
        try amina.store.makeDueEntries()
        let erasure = log.erasure(of: [record])
        try amina.store.write { try $0.take([erasure]) }
        #expect(try !holds("CANARY-1", amina) && holds("CANARY-2", amina))
        log.grants[amina.identity.person] = []
        try amina.pull()
        #expect(try !holds("CANARY-2", amina))
    }

    private func holds(_ text: String, _ device: Device) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: device.home).contains { name in
            let data = try Data(contentsOf: URL(filePath: device.home + "/" + name))
            return data.range(of: Data(text.utf8)) != nil
        }
    }
}
