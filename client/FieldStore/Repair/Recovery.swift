// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// Brings together what a damaged database and the side file still hold, and fills the journal.
struct Recovery {
    let session: StoreSession
    private var database: Database { session.database }
    /// Changes of which a frame of the side file told, and the database did not.
    private(set) var fromSide = 0
    private var late: [Change] = []
    private var identity: SideIdentity?

    init(_ session: StoreSession) { self.session = session }

    mutating func read(_ side: SideFile) throws -> Int64 {
        var recovery = self
        let damaged = try side.forEach { frame, _ in
            switch frame.kind {
            case .head: break
            case .identity:
                let found = try? Canonical.decode(SideIdentity.self, from: frame.payload)
                recovery.identity = found ?? recovery.identity
            case .change:
                if let change = try? Canonical.decode(Change.self, from: frame.payload) {
                    try recovery.take(change)
                }
            }
        }
        self = recovery
        return damaged
    }

    private mutating func take(_ change: Change) throws {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT state, seal FROM found WHERE id = ?",
            arguments: [change.id.data]
        )
        let bytes = try Canonical.encode(change)
        guard let row else {
            fromSide += 1
            return try insert(change, bytes)
        }
        let (state, seal): (String, Data) = (try row.get("state"), try row.get("seal"))
        // The side file is written first, so it knows of a new number before the database does.
        guard ["saved", "sent"].contains(state), seal != Hash(of: bytes).data else { return }
        try database.execute(
            sql: """
                UPDATE OR IGNORE found SET device = ?, counter = ?, change = ?, seal = ?
                WHERE id = ?
                """,
            arguments: [
                change.device.data, change.counter, bytes, Hash(of: bytes).data, change.id.data,
            ]
        )
    }

    /// It may have been sent: the server is asked, and answers a second time as the first.
    private mutating func insert(_ change: Change, _ bytes: Data) throws {
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO found (device, counter, id, record, change, seal, state, owed)
                VALUES (?, ?, ?, ?, ?, ?, 'sent', 0)
                """,
            arguments: [
                change.device.data, change.counter, change.id.data, change.record.data, bytes,
                Hash(of: bytes).data,
            ]
        )
        if database.changesCount == 0 { late.append(change) }
    }

    /// Decides who this device is: the identity in the side file, which is written first, but where
    /// the database knows that one as a former one.
    ///
    /// - Returns: Nil where neither is left.
    mutating func settleIdentity() throws -> Identity? {
        let own = try session.storedIdentity()
        let former = try session.lineage() ?? []
        guard let found = identity, !former.contains(where: { $0.device == found.identity.device })
        else { return own }
        guard own?.device != found.identity.device else { return own }
        try session.set("identity", found.identity)
        if let lineage = found.lineage {
            try session.set("lineage", lineage)
        } else {
            try session.forget("lineage")
        }
        return found.identity
    }

    /// Puts what was found into the journal, in the order of its counters.
    mutating func fillJournal(of identity: Identity?) throws {
        if let identity { try renumberStrays(identity) }
        try database.execute(
            sql: """
                INSERT INTO journal
                    (device, counter, id, record, change, seal, state, sequence, receipt, problem,
                     owed)
                SELECT device, counter, id, record, change, seal, state, sequence, receipt, problem,
                    owed
                FROM found ORDER BY device = ?, device, counter
                """,
            arguments: [identity?.device.data]
        )
        for entry in try session.journal(in: [.saved, .sent, .held, .refused, .stored]) {
            try session.noteAttached(to: entry.change)
        }
    }

    /// What waits under another identity, or under a number that is taken, goes to the end.
    private mutating func renumberStrays(_ identity: Identity) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT change, seal FROM found
                WHERE device <> ? AND state IN ('saved', 'sent') ORDER BY device, counter
                """,
            arguments: [identity.device.data]
        )
        let strays = try rows.map { try $0.sealedChange() } + late
        late = []
        for change in strays {
            try database.execute(sql: "DELETE FROM found WHERE id = ?", arguments: [change.id.data])
            let last = try Int64.fetchOne(
                database,
                sql: "SELECT max(counter) FROM found WHERE device = ?",
                arguments: [identity.device.data]
            )
            let moved = change.renumbered(
                device: identity.device,
                author: identity.person,
                counter: (last ?? 0) + 1,
                lineage: try session.lineage()
            )
            try insert(moved, Canonical.encode(moved))
        }
    }
}
