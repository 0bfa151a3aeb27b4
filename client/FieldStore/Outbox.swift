// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// The side of the journal that faces the server.
extension StoreSession {
    /// The next changes to send, in counter order without a gap, bounded in number and bytes; at
    /// least one.
    package func unsent(
        countMax: Int = Limits.pushChangesMax,
        bytesMax: Int = Limits.pushBytesMax / 2
    ) throws -> [Change] {
        try unsent(behind: 0, countMax: countMax, bytesMax: bytesMax).changes
    }

    /// The same behind a place in the journal, and the place that they reach.
    package func unsent(
        behind place: Int64,
        countMax: Int = Limits.pushChangesMax,
        bytesMax: Int = Limits.pushBytesMax / 2
    ) throws -> (changes: [Change], place: Int64) {
        var (changes, bytes, reached): ([Change], Int, Int64) = ([], 0, place)
        let rows = try StoredRow.fetchCursor(
            self,
            sql: """
                SELECT number, change, seal, owed FROM journal
                WHERE number > ? AND (state IN ('saved', 'sent') OR owed = 1)
                ORDER BY number LIMIT ?
                """,
            arguments: [place, countMax]
        )
        while let row = try rows.next() {
            let data: Data = try row.get("change")
            bytes += data.count
            guard changes.isEmpty || bytes <= bytesMax else { break }
            let change = try row.sealedChange()
            // After a repair some are asked about again between others that are answered.
            guard changes.isEmpty || changes.last?.counter == change.counter - 1 else { break }
            changes.append(try row.get("owed") == 1 ? change.voided : change)
            reached = try row.get("number")
        }
        return (changes, reached)
    }

    package func unsentCount() throws -> Int {
        try Int.fetchOne(
            self,
            sql: "SELECT count(*) FROM journal WHERE state IN ('saved', 'sent') OR owed = 1"
        ) ?? 0
    }

    package func hasHeldChanges() throws -> Bool {
        try Bool.fetchOne(self, sql: "SELECT EXISTS (SELECT 1 FROM journal WHERE state = 'held')")
            ?? false
    }

    /// Changes of this identity that the server holds, to ask what became of them: each time the
    /// next ones, so that all come round.
    package func nextHeldChanges(limit: Int) throws -> [Change] {
        let device = try identity().device
        let clause = "WHERE device = ? AND state = 'held' AND number > ? ORDER BY number LIMIT ?"
        let last = try fact("askedAbout", as: Int64.self) ?? 0
        var found = try entries(clause, [device.data, last, limit])
        // Where there is room, those that were asked about before as well: a decision about one
        // must not wait until nothing new is held.
        let room = limit - found.count
        if room > 0 {
            found += try entries(clause, [device.data, 0, room]).filter { $0.number <= last }
        }
        if let last = found.last { try set("askedAbout", last.number) }
        return found.map(\.change)
    }

    /// True for a counter under which this device has a final answer.
    package func isAnswered(_ counter: Int64) throws -> Bool {
        let state = try String.fetchOne(
            self,
            sql: "SELECT state FROM journal WHERE device = ? AND counter = ? AND owed = 0",
            arguments: [try identity().device.data, counter]
        )
        return state.map { $0 != "saved" && $0 != "sent" } ?? false
    }

    /// Says that these are on their way, before they are.
    ///
    /// - Returns: Those that were not on their way before.
    @discardableResult
    package func markSent(_ changes: [Change]) throws -> [ChangeID] {
        #if MUTANTS
        if Mutant.storedWithoutReceipt.isOn {
            try run(sql: "UPDATE journal SET state = 'stored' WHERE state = 'saved'")
        }
        #endif
        let statement = try database.cachedStatement(
            sql: "UPDATE journal SET state = 'sent' WHERE id = ? AND state = 'saved'"
        )
        return try changes.map(\.id).filter { id in
            try statement.execute(arguments: [id.data])
            return database.changesCount > 0
        }
    }

    /// Takes that back for what never left this device, as no connection was made.
    package func markSaved(_ ids: [ChangeID]) throws {
        let statement = try database.cachedStatement(
            sql: "UPDATE journal SET state = 'saved' WHERE id = ? AND state = 'sent'"
        )
        for id in ids { try statement.execute(arguments: [id.data]) }
    }

    /// Takes the server's answers to what was sent.
    ///
    /// What its author let go of meanwhile stays let go of.
    package func take(_ outcomes: [PushOutcome]) throws {
        let statement = try database.cachedStatement(
            sql: """
                UPDATE journal SET state = ?, sequence = ?, receipt = ?, problem = ?
                WHERE id = ? AND state IN ('saved', 'sent', 'held')
                """
        )
        let owed = try database.cachedStatement(sql: "UPDATE journal SET owed = 0 WHERE id = ?")
        for outcome in outcomes {
            let (state, receipt, problem) = outcome.result.parts
            try statement.execute(
                arguments: [
                    state.rawValue, receipt?.sequence, receipt?.hash.data,
                    try problem.map { try Canonical.encode($0) }, outcome.change.data,
                ]
            )
            try owed.execute(arguments: [outcome.change.data])
            if let problem, problem.code == .approvalUnproven { try noteProvesApprovals() }
            if let problem, problem.code == .recordErased {
                try eraseLate(outcome.change, because: problem)
            }
        }
    }

    /// Makes ready to send again what a server, restored from a backup, has forgotten.
    ///
    /// What was let go of, or may not be kept here any more, is owed as a counter without content;
    /// so is what was refused. Its author was told that it does not count, and it may not take the
    /// place of what was stored instead.
    ///
    /// - Returns: False when this device never used that counter.
    package func sendAgain(from counter: Int64) throws -> Bool {
        let device = try identity().device
        let known = try Int.fetchOne(
            self,
            sql: "SELECT count(*) FROM journal WHERE device = ? AND counter = ?",
            arguments: [device.data, counter]
        )
        guard known == 1 else { return false }
        #if MUTANTS
        if Mutant.restoreNotNoticed.isOn { return true }
        #endif
        try takeBackAnswers(from: counter)
        return true
    }

    /// Takes back the answers of a server that has lost them: what they were about is to be sent.
    package func takeBackAnswers(from counter: Int64) throws {
        let device = try identity().device
        try run(
            sql: """
                UPDATE journal SET owed = 1
                WHERE device = ?1 AND counter >= ?2
                    AND state IN ('dropped', 'purged', 'erased', 'refused')
                """,
            arguments: [device.data, counter]
        )
        for entry in try entries(
            "WHERE device = ? AND counter >= ? AND owed = 0 AND sequence IS NOT NULL",
            [device.data, counter]
        ) {
            try keepFormer(of: entry)
        }
        try set("isSendingAgain", true)
        try run(
            sql: """
                UPDATE journal SET state = 'saved', sequence = NULL, receipt = NULL, problem = NULL
                WHERE device = ? AND counter >= ? AND owed = 0
                """,
            arguments: [device.data, counter]
        )
        isSideStale = true
    }
}

extension StoreSession {
    /// Writes into a change under which sequence the server had it, and lost it.
    ///
    /// - Returns: The change as it is to be sent again.
    @discardableResult
    func keepFormer(of entry: JournalEntry) throws -> Change {
        var change = entry.change
        guard let receipt = entry.receipt else { return change }
        #if MUTANTS
        if Mutant.formerForgotten.isOn { return change }
        #endif
        let former = (change.former ?? []) + [receipt.sequence]
        change.former = Array(former.suffix(Limits.timelinesMax))
        let bytes = try Canonical.encode(change)
        try run(
            sql: "UPDATE journal SET change = ?, seal = ? WHERE number = ?",
            arguments: [bytes, Hash(of: bytes).data, entry.number]
        )
        return change
    }
}

extension Change {
    /// The same counter, and nothing said under it.
    var voided: Change {
        Change(
            id: id,
            device: device,
            counter: counter,
            record: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            kind: .void,
            base: 0,
            author: author,
            party: party,
            at: at,
            lineage: lineage,
            former: former
        )
    }
}

extension PushOutcome.Result {
    fileprivate var parts: (JournalEntry.State, Receipt?, Problem?) {
        switch self {
        case .stored(let receipt): (.stored, receipt, nil)
        case .held(let why): (.held, nil, why)
        case .refused(let problem): (.refused, nil, problem)
        }
    }
}
