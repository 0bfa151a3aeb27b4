// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService

extension Invariants {
    /// I11: a decision that was stored once does not wait for what has come.
    ///
    /// Where all that a restored server lost of a record is here again, in the log or waiting, and
    /// nothing of it is gone for good, what still waits for a dispute waits for ever.
    func decided(_ logs: Logs) throws {
        guard world.backups.restores > 0 else { return }
        let waiting = try self.waiting()
        let records = Dictionary(grouping: waiting, by: \.change.record)
        let untold = Set(
            logs.changes.map(\.change).filter { logs.untold.contains($0.id) }
                .map(\.record)
        )
        for (record, changes) in records
        where !ledger.goneRecords.contains(record) && !untold.contains(record)
            && changes.allSatisfy({ $0.change.former != nil })
        {
            let here = Set(logs.entries.keys).union(changes.map(\.change.id))
            let isMore = ledger.lost.contains { id, lost in
                lost.contains { $0.record == record } && !here.contains(id)
            }
            guard !isMore else { continue }
            // Whose author lost a right meanwhile waits for a coordinator, and who decided about it
            // waits with it.
            let held = Set(changes.filter { Self.ofRights.contains($0.why) }.map(\.change.id))
            for (change, why) in changes
            where why != .candidateUnknown || held.isDisjoint(with: change.named) {
                ledger.check(.live)
                guard !Self.ofDisputes.contains(why) else {
                    throw Violation(
                        .live,
                        "\(change.kind) \(change.id) of \(record) waits for ever: \(why.text)"
                    )
                }
            }
        }
    }

    private static let ofDisputes: Set<Problem.Code> = [
        .conflictMoved, .conflictNone, .conflictDisputed, .candidateUnknown,
    ]

    /// Who may not read a record is told no more than who names one that there is not.
    private static let ofRights: Set<Problem.Code> = [.forbidden, .recordUnknown]

    /// What waits at the server, and for want of what.
    private func waiting() throws -> [(change: Change, why: Problem.Code)] {
        let (forms, now) = (world.server.forms, world.server.clock.now)
        let rows = try world.server.disk.rows(
            "SELECT device, counter FROM answer WHERE awaits IS NOT NULL ORDER BY device, counter"
        )
        return try world.server.storage.readNow { reader in
            try rows.compactMap { row in
                guard let device = (row["device"] as Data?).map({ DeviceID(bytes: $0) }),
                    let counter = row["counter"] as Int64?,
                    let change = try reader.answer(device: device, counter: counter)?.awaiting,
                    let person = try reader.person(change.author)
                else { return nil }
                let author = Actor(person: person.id, grants: person.grants)
                do {
                    let judge = ChangeJudge(reader: reader, forms: forms, now: now)
                    _ = try judge.judge(change, by: author)
                    return nil
                } catch let problem as Problem {
                    return (change, problem.code)
                }
            }
        }
    }
}

extension Change {
    /// What a decision is about.
    fileprivate var named: Set<ChangeID> {
        Set(patch.values.flatMap { [$0.take].compactMap(\.self) + ($0.settled ?? []).map(\.id) })
    }
}
