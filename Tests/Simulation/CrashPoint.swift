// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The program was ended here, as by SIGKILL: what was in memory is gone.
struct SimulatedCrash: Error {}

/// Ends the program at one of its next commits: the transaction is lost, and all later ones.
///
/// A crash between two writes of one transaction loses all of it, as does one right before its
/// commit; a crash right after a commit is the crash before the next one, as nothing but memory
/// lies between the two. So the commits are all the places there are.
final class CrashPoint: TransactionObserver {
    private var commitsLeft: Int?
    private(set) var isDown = false
    /// Of this history.
    private(set) var commits = 0

    func arm(after commits: Int) { commitsLeft = commits }

    func disarm() {
        commitsLeft = nil
        isDown = false
    }

    func reset(commits: Int = 0) {
        disarm()
        self.commits = commits
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { commits += 1 }
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
