// SPDX-License-Identifier: Apache-2.0

#if MUTANTS
import Synchronization

/// One deliberate bug, for the simulation to find: the proof that its checks can fail.
///
/// Compiled by `KEEPLOCAL_MUTANTS=1` only (docs/simulation.md); one at a time is on.
package enum Mutant: String, Sendable, CaseIterable {
    // The merge law and the workflow.
    case lastWriteWins, lateCandidateIgnored, equalValuesCollapsed, deltaCountedTwice
    case lineageForgotten, deletionBeatsEdit, approvedUnread, hashNotOverPayload
    case lostWorkSeen
    // The server.
    case acknowledgedUnwritten, noDeduplication, gapNotChecked, forkNotNoticed, refusedBlocks
    case answerNotKept, heldWorkDropped, baseNotChecked, rightNotChecked, scopeNotChecked
    case revokedStillPulls, tombstoneDropped, pageOffByOne, digestNotUpdated, sequenceReused
    case keyNotDestroyed, timelineNotBegun, awaitingRefused, decisionJudgedAnew, identityUponLost
    case forkOutlives
    // The device.
    case cursorBeforeRecords, stagedShownEarly, storedWithoutReceipt, forkKeepsCounters
    case purgeForgotten, heldNotAskedAbout, sentWorkHidden, baseTooHigh, counterReused
    case erasureIgnored, stagedKept, restoreNotNoticed, formerForgotten
    case revokedKeeps

    private static let active = Mutex<Mutant?>(nil)

    package var isOn: Bool { Self.active.withLock { $0 == self } }

    package static func turnOn(_ mutant: Mutant?) { active.withLock { $0 = mutant } }
}
#endif
