// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The program was ended here, as by SIGKILL: what was in memory is gone.
struct SimulatedCrash: Error {}

/// Ends the program at one of its next commits: the transaction is lost, and all later ones.
///
/// A crash right after a commit is the crash before the next one, as nothing but memory lies
/// between the two.
final class CrashPoint: TransactionObserver {
    private var commitsLeft: Int?
    private(set) var isDown = false

    func arm(after commits: Int) { commitsLeft = commits }

    func disarm() {
        commitsLeft = nil
        isDown = false
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) {}
    func databaseDidRollback(_ db: Database) {}

    func databaseWillCommit() throws {
        if isDown { throw SimulatedCrash() }
        guard let left = commitsLeft else { return }
        guard left > 0 else {
            isDown = true
            throw SimulatedCrash()
        }
        commitsLeft = left - 1
    }
}
