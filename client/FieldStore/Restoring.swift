// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import GRDB

/// What a device does when it finds that its server was restored from a backup.
extension StoreSession {
    /// The last restore that the server told of.
    package func restored() throws -> Restored? { try fact("restored", as: Restored.self) }

    /// How many changes, stored once, are on their way again.
    package func sendingAgainCount() throws -> Int {
        guard try fact("isSendingAgain", as: Bool.self) == true else { return 0 }
        return try journal(in: [.saved, .sent]).filter { $0.change.former != nil }.count
    }

    /// Takes what a pull said of the logs.
    func take(_ logs: [LogStatus], _ restored: Restored?, answered: Int64) throws {
        let known = try fact("logs", as: [LogStatus].self) ?? []
        if logs != known { try set("logs", logs) }
        if let restored { try set("restored", restored) }
        if try sendingAgainCount() == 0 { try forget("isSendingAgain") }
        guard logs.map(\.timeline) != known.map(\.timeline) else { return }
        // Files that came after the backup are gone with it: which the server has is asked anew.
        try run(sql: "UPDATE evidence SET present = 0")
        let device = try identity().device
        // What somebody took into the log after it was held is held again, as the answer under its
        // counter is older than the backup.
        for entry in try journal(in: [.stored])
        where entry.change.device == device && entry.change.counter <= answered
            && entry.isLost(by: logs)
        {
            let why = Problem(
                .changeAwaiting,
                "The server was restored from a backup, and is asked again about this."
            )
            try database.execute(
                sql: """
                    UPDATE journal SET state = 'held', sequence = NULL, receipt = NULL, problem = ?
                    WHERE number = ?
                    """,
                arguments: [try Canonical.encode(why), entry.number]
            )
            // Without its receipt it stands in both files again.
            isSideStale = true
        }
    }
}

extension JournalEntry {
    /// True for a stored change that the server has not any more.
    func isLost(by logs: [LogStatus]) -> Bool {
        guard let sequence = receipt?.sequence else { return false }
        return logs.contains { $0.council == change.scope.council && $0.hasLost(sequence) }
    }

    /// True for a stored change that one of these logs has; a server tells of those only that the
    /// person may read.
    func isKept(in logs: [LogStatus]) -> Bool {
        guard let sequence = receipt?.sequence else { return false }
        return logs.contains { $0.council == change.scope.council && !$0.hasLost(sequence) }
    }
}
