// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageReader {
    /// The timeline of new entries: 0 until the server is restored from a backup.
    package func timeline() throws -> Int64 { try setting("timeline").flatMap { Int64($0) } ?? 0 }

    /// The way that a council's log has taken, up to its head.
    package func path(_ council: CouncilID) throws -> LogPath {
        try path(council, to: head(council).sequence)
    }

    /// The way to the entry that comes next.
    package func nextPath(_ council: CouncilID, after head: Sequence64) throws -> LogPath {
        // A restore begins its timeline in every log there is; only a new log has to ask for it.
        let timeline = head == 0 ? try timeline() : head.timeline
        return try path(council, to: head.next(in: timeline))
    }

    /// The way to one of its entries: where each former timeline was left is read off the log.
    func path(_ council: CouncilID, to end: Sequence64) throws -> LogPath {
        var trunk: [Sequence64] = []
        var timeline = end.timeline
        while timeline > 0 {
            let start = Sequence64(timeline: timeline, position: 0)
            guard let last = try lastSequence(council, below: start) else { break }
            trunk.insert(last, at: 0)
            timeline = last.timeline
        }
        return LogPath(trunk: trunk, end: end)
    }
}

extension LogPath {
    /// True for a sequence that this log had once, and lost when it was restored.
    package func hasLost(_ sequence: Sequence64) -> Bool {
        sequence > 0 && sequence.timeline < end.timeline && !contains(sequence)
    }
}
