// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// One change made here, and what became of it.
package struct JournalEntry: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable, Codable {
        /// On this device only.
        case saved
        /// On its way: sent, and not answered yet.
        case sent
        /// The server has it; the receipt proves that.
        case stored
        /// The server keeps it until someone decides.
        case held
        /// The server did not take it; it is kept here to be mended.
        case refused
        /// A mended change took its place.
        case dropped
        /// Stored, and its content removed from this device with the right to see it.
        case purged
        /// Its subject was erased: the content is gone, and nobody can bring it back.
        case erased
    }

    package let number: Int64
    package let change: Change
    package let state: State
    package let receipt: Receipt?
    package let problem: Problem?
}

extension StoreSession {
    /// Adds a change at the end of the journal.
    func append(_ change: Change) throws {
        let bytes = try insert(change)
        note(.change, bytes)
        try renewLists(after: change)
    }

    /// The same for one that the side file has already.
    @discardableResult
    func insert(_ change: Change) throws -> Data {
        let bytes = try Canonical.encode(change)
        try run(
            sql: """
                INSERT INTO journal (device, counter, id, record, change, seal, state)
                VALUES (?, ?, ?, ?, ?, ?, 'saved')
                """,
            arguments: [
                change.device.data, change.counter, change.id.data, change.record.data, bytes,
                Hash(of: bytes).data,
            ]
        )
        try noteAttached(to: change)
        return bytes
    }

    /// The files of a change that was made here are this device's to send.
    func noteAttached(to change: Change) throws {
        for file in change.attached { try note(file, of: change.record, isOwn: true) }
    }

    package func nextCounter(of device: DeviceID) throws -> Int64 {
        let last = try Int64.fetchOne(
            self,
            sql: "SELECT max(counter) FROM journal WHERE device = ?",
            arguments: [device.data]
        )
        #if MUTANTS
        if Mutant.counterReused.isOn, let last, last % 5 == 0 { return last }
        #endif
        return (last ?? 0) + 1
    }

    /// Entries in any of the states, in the order they were made.
    package func journal(
        in states: [JournalEntry.State],
        limit: Int = .max
    ) throws -> [JournalEntry] {
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try entries("WHERE state IN (\(names)) ORDER BY number LIMIT ?", [limit])
    }

    /// Everything this device wrote about one record.
    package func journal(of record: RecordID) throws -> [JournalEntry] {
        try entries("WHERE record = ? ORDER BY number", [record.data])
    }

    func entries(_ clause: String, _ arguments: StatementArguments) throws -> [JournalEntry] {
        let columns = "number, change, seal, journal.state, sequence, receipt, problem"
        let sql = "SELECT \(columns) FROM journal "
        return try StoredRow.fetchAll(self, sql: sql + clause, arguments: arguments).map(entry)
    }

    private func entry(_ row: StoredRow) throws -> JournalEntry {
        let sequence: Int64? = try row.find("sequence")
        let receipt: Data? = try row.find("receipt")
        guard let state = JournalEntry.State(rawValue: try row.get("state")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        return JournalEntry(
            number: try row.get("number"),
            change: try row.sealedChange(),
            state: state,
            receipt: try sequence.flatMap { sequence in
                try receipt.map { Receipt(sequence: sequence, hash: try Hash(column: $0)) }
            },
            problem: try (row.find("problem") as Data?).map {
                try Canonical.decode(Problem.self, from: $0)
            }
        )
    }

    func replace(_ number: Int64, with change: Change) throws {
        let bytes = try Canonical.encode(change)
        try run(
            sql: """
                UPDATE journal SET device = ?, counter = ?, change = ?, seal = ?, state = 'saved',
                    sequence = NULL, receipt = NULL
                WHERE number = ?
                """,
            arguments: [
                change.device.data, change.counter, bytes, Hash(of: bytes).data, number,
            ]
        )
        note(.change, bytes)
    }

    func set(_ state: JournalEntry.State, of number: Int64) throws {
        try run(
            sql: "UPDATE journal SET state = ? WHERE number = ?",
            arguments: [state.rawValue, number]
        )
    }

    /// How many entries there are in each state.
    package func journalCounts() throws -> [JournalEntry.State: Int] {
        let rows = try StoredRow.fetchAll(
            self,
            sql: "SELECT state, count(*) AS n FROM journal GROUP BY state"
        )
        return Dictionary(
            try rows.compactMap { row in
                try JournalEntry.State(rawValue: row.get("state")).map {
                    ($0, try row.get("n"))
                }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension StoreSession {
    /// Lets go of the refused changes of a record that their author does not want to mend.
    package func letGo(of record: RecordID) throws {
        try run(
            sql: "UPDATE journal SET state = 'dropped' WHERE record = ? AND state = 'refused'",
            arguments: [record.data]
        )
    }

    /// Lets go of one refused change, such as a decision that came too late.
    package func letGo(of change: ChangeID) throws {
        try run(
            sql: "UPDATE journal SET state = 'dropped' WHERE id = ? AND state = 'refused'",
            arguments: [change.data]
        )
    }
}

extension NamedColumns {
    /// The change of a row of the journal.
    ///
    /// - Throws: `SQLITE_CORRUPT` when it is not what was written.
    func sealedChange() throws -> Change {
        try Canonical.decode(Change.self, from: sealed("change"))
    }
}
