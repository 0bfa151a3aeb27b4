// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// The side of the journal that faces the server.
extension StoreSession {
    /// The next changes to send, in counter order, bounded in number and bytes; at least one.
    package func unsent(
        countMax: Int = Limits.pushChangesMax,
        bytesMax: Int = Limits.pushBytesMax / 2
    ) throws -> [Change] {
        var (changes, bytes): ([Change], Int) = ([], 0)
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT change FROM journal WHERE state IN ('saved', 'sent')
                ORDER BY number LIMIT \(countMax)
                """
        )
        while let row = try rows.next() {
            let data: Data = row["change"]
            bytes += data.count
            guard changes.isEmpty || bytes <= bytesMax else { break }
            changes.append(try Canonical.decode(Change.self, from: data))
        }
        return changes
    }

    package func unsentCount() throws -> Int {
        try Int.fetchOne(
            database,
            sql: "SELECT count(*) FROM journal WHERE state IN ('saved', 'sent')"
        ) ?? 0
    }

    /// Says that these are on their way, before they are.
    package func markSent(_ changes: [Change]) throws {
        try setStates(.sent, changes.map(\.id))
    }

    private func setStates(_ state: JournalEntry.State, _ ids: [ChangeID]) throws {
        let statement = try database.makeStatement(
            sql: "UPDATE journal SET state = ? WHERE id = ?"
        )
        for id in ids { try statement.execute(arguments: [state.rawValue, id.data]) }
    }

    /// Takes the server's answers to what was sent.
    package func take(_ outcomes: [PushOutcome]) throws {
        let statement = try database.makeStatement(
            sql: """
                UPDATE journal SET state = ?, sequence = ?, receipt = ?, problem = ? WHERE id = ?
                """
        )
        for outcome in outcomes {
            let (state, receipt, problem) = outcome.result.parts
            try statement.execute(
                arguments: [
                    state.rawValue, receipt?.sequence, receipt?.hash.data,
                    try problem.map { try Canonical.encode($0) }, outcome.change.data,
                ]
            )
        }
    }

    /// Makes ready to send again what a server, restored from a backup, has forgotten.
    ///
    /// - Returns: False when something it wants is not on this device any more.
    package func sendAgain(from counter: Int64) throws -> Bool {
        let device = try identity().device
        let forgotten = try entries(
            "WHERE device = ? AND counter >= ? ORDER BY number",
            [device.data, counter]
        )
        guard forgotten.first?.change.counter == counter,
            !forgotten.contains(where: { $0.state == .purged })
        else { return false }
        try database.execute(
            sql: """
                UPDATE journal SET state = 'saved', sequence = NULL, receipt = NULL, problem = NULL
                WHERE device = ? AND counter >= ?
                """,
            arguments: [device.data, counter]
        )
        return true
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
