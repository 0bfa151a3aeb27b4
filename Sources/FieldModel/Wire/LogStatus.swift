// SPDX-License-Identifier: Apache-2.0

/// What became of a council's log, for a device to know which of its changes are safe there.
package struct LogStatus: Sendable, Codable, Hashable {
    package let council: CouncilID
    /// The timeline of new entries.
    package let timeline: Int64
    /// Where each former timeline was left.
    package let trunk: [Sequence64]
    /// Up to which sequence a backup was made, restored for trial and verified.
    package let verified: Sequence64?

    package init(
        council: CouncilID,
        timeline: Int64,
        trunk: [Sequence64],
        verified: Sequence64?
    ) {
        (self.council, self.timeline) = (council, timeline)
        (self.trunk, self.verified) = (trunk, verified)
    }

    /// True for a sequence that this log had once, and lost when the server was restored.
    package func hasLost(_ sequence: Sequence64) -> Bool {
        sequence.timeline < timeline && !trunk.reach(sequence)
    }
}

/// The last time that a server was restored from a backup.
package struct Restored: Sendable, Codable, Hashable {
    package let at: Instant
    /// When the backup had been made.
    package let backupOf: Instant

    package init(at: Instant, backupOf: Instant) { (self.at, self.backupOf) = (at, backupOf) }
}
