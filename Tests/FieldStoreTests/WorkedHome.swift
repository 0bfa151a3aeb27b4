// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

/// A home with work of every kind in it, of which damaged copies are made and used.
final class WorkedHome {
    let amina: Device
    let log = CouncilLog()
    let entries: [JournalEntry]
    let database: Data
    let side: Data
    private let folder = TemporaryFolder()
    var path: String { folder.path + "/copy" }
    var home: Home { Home(path: path) }

    init() throws {
        let amina = try Device(on: log, random: .seeded(1))
        self.amina = amina
        let records = try (0..<8).map { try amina.contact(note: "note \($0)") }
        try amina.sync()
        log.verdict = { change in
            if change.record == records[0] {
                return .refused(problem: Problem(.forbidden, "not you"))
            }
            if change.record == records[1] { return .held(why: Problem(.forbidden, "not now")) }
            return nil
        }
        for record in records.prefix(4) {
            try amina.edit(record, ["note": .text("second \(record)")])
        }
        try amina.sync()
        for record in records.suffix(4) {
            try amina.edit(record, ["note": .text("third \(record)")])
        }
        try amina.store.write { _ = try $0.markSent($0.unsent(countMax: 2)) }
        for index in 0..<4 { _ = try amina.contact(note: "offline \(index)") }
        entries = try amina.journal()
        database = try Data(contentsOf: URL(filePath: amina.home + "/keeplocal.sqlite"))
        side = try Data(contentsOf: URL(filePath: amina.home + "/keeplocal.side"))
    }

    /// Changes for which the device has no final answer.
    var unsent: Set<ChangeID> {
        Set(entries.filter { [.saved, .sent].contains($0.state) }.map(\.change.id))
    }

    /// Puts these files in the place of the copy; nil leaves one out.
    func put(_ database: Data?, _ side: Data?) throws {
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
        try database?.write(to: URL(filePath: path + "/keeplocal.sqlite"))
        try side?.write(to: URL(filePath: path + "/keeplocal.side"))
    }

    /// Uses the copy as commands do: what damage is told is repaired, then everything is read.
    ///
    /// - Returns: True when there was something to repair.
    func use() throws -> Bool {
        do {
            try lookAtAll(Device.open(path))
            return false
        } catch let problem as Problem where problem.code == .storeDamaged {
            _ = try Repairing(home: home).run()
            try lookAtAll(Device.open(path))
            return true
        }
    }

    /// What every command and the start of a sync read.
    private func lookAtAll(_ store: FieldStore) throws {
        try store.checkBeforeSync()
        try store.read { session in
            if try session.hasIdentity() {
                _ = try session.status()
                _ = try session.records()
                _ = try session.forms()
                _ = try session.directory()
            }
            _ = try session.journal(in: JournalEntry.State.allCases)
        }
        _ = try store.write { try $0.unsent() }
    }

    /// What of the work is not to be found any more, or not as it was.
    func missing() throws -> (unsent: Int, wrong: Int) {
        let store = try Device.open(path)
        let found = try store.read { try $0.journal(in: JournalEntry.State.allCases) }
        let known = Dictionary(uniqueKeysWithValues: entries.map { ($0.change.id, $0) })
        let wrong = found.filter { entry in
            guard let truth = known[entry.change.id], truth.change == entry.change else {
                return true
            }
            // What lost its answer is asked about again.
            return entry.state != truth.state && entry.state != .sent
        }
        let waiting = try store.read { try $0.journal(in: [.saved, .sent]) }.map(\.change)
        for (former, next) in zip(waiting, waiting.dropFirst()) {
            #expect(former.counter < next.counter)
        }
        return (unsent.subtracting(waiting.map(\.id)).count, wrong.count)
    }

    /// Pulls everything, as the sync after a repair does.
    ///
    /// Damage that only a write comes upon is put right then, as by every command.
    func pullAnew() throws -> Bool {
        do {
            return try pull()
        } catch let problem as Problem where problem.code == .storeDamaged {
            _ = try Repairing(home: home).run()
            return try pull()
        }
    }

    private func pull() throws -> Bool {
        let store = try Device.open(path)
        let page = try log.page(for: amina.identity)
        return try store.write { session in
            try session.forgetCursor()
            try session.stage(page)
            return try session.show(page, replacing: true).digestsAgree
        }
    }
}

/// The number of cases, many more of them in a soak.
func cases(_ few: Int, soak many: Int) -> Int {
    ProcessInfo.processInfo.environment["KEEPLOCAL_SOAK"] == nil ? few : many
}
