// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// What a person sees: what the server last said, with the device's own changes that it has not
/// told of yet laid over it by the same merge.
extension StoreSession {
    /// The state of a record as this person knows it; nil when there is none on this device.
    package func state(of record: RecordID) throws -> RecordState? {
        try overlay(pulled(record)?.state, try journal(of: record))
    }

    /// Every record of a form, or of all forms, in the order they were made; deleted ones too.
    package func states(form: FormID? = nil) throws -> [RecordState] {
        var pending = Dictionary(grouping: try pendingEntries(), by: \.change.record)
        var states: [RecordState] = []
        let rows = try pulledStates(form)
        while let row = try rows.next() {
            let state = try memory.state(from: row.get("state"))
            let own = pending.removeValue(forKey: state.record) ?? []
            states.append(try overlay(state, own) ?? state)
        }
        // What is left was written here and is not in what the server told.
        for (record, entries) in pending where form == nil || entries[0].change.form == form {
            guard try pulled(record) == nil, let state = try overlay(nil, entries) else { continue }
            states.append(state)
        }
        return states.sorted { $0.record < $1.record }
    }

    /// Two statements: SQLite uses no index for one that may be about all forms.
    private func pulledStates(_ form: FormID?) throws -> AnyCursor<StoredRow> {
        let all = "SELECT state FROM shown"
        guard let form else { return AnyCursor(try StoredRow.fetchCursor(self, sql: all)) }
        let arguments: StatementArguments = [form.text]
        let sql = all + " WHERE form = ?"
        return AnyCursor(try StoredRow.fetchCursor(self, sql: sql, arguments: arguments))
    }

    /// Beside each entry of the journal what `shown` has of its record: a join with the view
    /// itself would copy all of it.
    static let withShown = """
        LEFT JOIN record ON record.id = journal.record
        LEFT JOIN staged ON staged.id = journal.record AND EXISTS (SELECT 1 FROM showing)
        """

    /// Entries that may not be in the pulled states yet.
    func pendingEntries() throws -> [JournalEntry] {
        try entries(
            """
            \(Self.withShown)
            WHERE journal.state IN ('saved', 'sent')
               OR journal.state = 'refused' AND record.id IS NULL AND staged.id IS NULL
               OR journal.state = 'held'
               OR journal.state = 'stored'
                   AND sequence > coalesce(staged.version, record.version, 0)
            ORDER BY number
            """,
            []
        )
    }

    /// The version that the author of the next change has before them: never more than what was
    /// pulled, as other people's changes may lie between that and the device's own.
    func base(of record: RecordID) throws -> Sequence64 {
        #if MUTANTS
        if Mutant.baseTooHigh.isOn { return try reachedSequence(pulled(record)?.state.scope) }
        #endif
        if let pulled = try pulled(record) { return pulled.state.version }
        let own = try journal(of: record)
        let creation = own.first { $0.change.kind == .create }
        // Somebody else may have made the same record before: nothing of theirs was seen.
        let first =
            record.followsFromName
            ? 0 : creation?.receipt?.sequence ?? creation?.change.former?.last ?? 0
        // What was pulled once may be gone with a damaged file: a base never goes back.
        return max(first, own.map(\.change.base).max() ?? 0)
    }

    /// The way to that base, where the server was ever restored.
    func trunk(of record: RecordID) throws -> [Sequence64]? {
        if let pulled = try pulled(record) {
            return pulled.state.trunk.isEmpty ? nil : pulled.state.trunk
        }
        let base = try base(of: record)
        return try journal(of: record).first { $0.change.base == base }?.change.trunk
    }

    func pulled(_ record: RecordID) throws -> PulledRecord? {
        try StoredRow.fetchOne(
            self,
            sql: "SELECT state, hash FROM shown WHERE id = ?",
            arguments: [record.data]
        ).map {
            try pulledRecord($0)
        }
    }

    /// How far the server has told this device of the records of a scope.
    private func reachedSequence(_ scope: Scope?) throws -> Sequence64 {
        guard let scope else { return 0 }
        let feeds = try StoredRow.fetchAll(self, sql: "SELECT feed, up_to FROM feed")
        return try feeds.compactMap { row -> Sequence64? in
            guard let feed = Feed(try row.get("feed")), feed.contains(scope) else { return nil }
            return try row.get("up_to")
        }.max() ?? 0
    }

    private func overlay(
        _ pulled: RecordState?,
        _ entries: [JournalEntry]
    ) throws -> RecordState? {
        // Most records: what is asked below would be asked once for each of them.
        guard !entries.isEmpty else { return pulled }
        let answered = try fact("answered", as: Int64.self) ?? 0
        let device = try identity().device
        let isRefusedWhole = entries.contains {
            $0.change.kind == .create && $0.state == .refused
        }
        let reached = try pulled == nil ? reachedSequence(entries.first?.change.scope) : 0
        var state = pulled
        for entry in entries {
            let change = entry.change
            let isShown =
                switch entry.state {
                // The server has answered it already, and what it pulled knows of that.
                case .saved, .sent: change.device != device || change.counter > answered
                // Told of everything up to there, and not of this record: it is gone.
                case .stored:
                    (entry.receipt?.sequence ?? 0) > max(pulled?.version ?? 0, reached)
                case .refused: pulled == nil && isRefusedWhole
                // It was there before the server was restored, and will be again.
                case .held: entry.problem?.code == .changeAwaiting
                case .dropped, .purged, .erased: false
                }
            guard isShown else { continue }
            #if MUTANTS
            if Mutant.sentWorkHidden.isOn, entry.state == .sent { continue }
            #endif
            if state != nil {
                state?.apply(change, version: entry.receipt?.sequence)
            } else if change.kind == .create {
                state = RecordState(change, version: entry.receipt?.sequence)
            }
        }
        return state
    }

    func pulledRecord(_ row: StoredRow) throws -> PulledRecord {
        let bytes: Data = try row.get("state")
        return PulledRecord(
            state: try memory.state(from: bytes),
            bytes: bytes,
            hash: try Hash(column: row.get("hash"))
        )
    }
}
