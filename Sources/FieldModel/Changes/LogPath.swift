// SPDX-License-Identifier: Apache-2.0

extension Sequence64 {
    /// How many positions a timeline has room for.
    private static let timelineLength: Int64 = 10_000_000_000

    /// How many times a sequence can begin a new timeline without leaving the whole numbers that
    /// every JSON reader keeps exactly.
    package static let timelineMax: Int64 = 900_000

    /// A server that is restored from a backup goes on in a new timeline, so that no sequence is
    /// ever used for two different things; 0 where none was restored.
    package var timeline: Int64 { self / Self.timelineLength }

    /// The place in the log, from 1 without a gap through all timelines.
    package var position: Int64 { self % Self.timelineLength }

    package init(timeline: Int64, position: Int64) {
        self = timeline * Self.timelineLength + position
    }

    /// The place in the log that comes next, in this timeline or a later one.
    package func next(in timeline: Int64) -> Sequence64 {
        Sequence64(timeline: Swift.max(timeline, self.timeline), position: position + 1)
    }

    package func comes(after other: Sequence64) -> Bool {
        timeline >= other.timeline && position == other.position + 1
    }
}

/// One way through the timelines of a log: where each was left for the next, and how far it goes
/// in the last.
///
/// What is on it is what somebody who had read the log up to its end had before them. What a
/// restored server has lost lies on another way, which parts from this one.
package struct LogPath: Hashable, Sendable {
    /// One for each timeline, in their order.
    package let ends: [Sequence64]

    package init(trunk: [Sequence64]?, end: Sequence64) { ends = (trunk ?? []) + [end] }

    package var end: Sequence64 { ends.last ?? 0 }

    package func contains(_ sequence: Sequence64) -> Bool { ends.reach(sequence) }

    /// The last sequence that is on both.
    package func parting(from other: LogPath) -> Sequence64 {
        var last: Sequence64 = 0
        for end in ends {
            for theirs in other.ends where theirs.timeline == end.timeline {
                last = max(last, min(end, theirs))
            }
        }
        return last
    }

    /// True for ends that can be those of a way: each timeline once, none longer than the next one
    /// goes on from.
    package var isWellFormed: Bool {
        ends.count <= Limits.timelinesMax && ends.allSatisfy { $0 >= 0 }
            && zip(ends, ends.dropFirst()).allSatisfy { $0.timeline < $1.timeline }
            && ends.allSatisfy { $0.timeline <= Sequence64.timelineMax }
    }
}

extension [Sequence64] {
    /// True when one of these ends lies in the timeline of the sequence, at it or beyond.
    func reach(_ sequence: Sequence64) -> Bool {
        contains { sequence <= $0 && sequence.timeline == $0.timeline }
    }

    /// Takes in another end, for each timeline the farthest.
    mutating func extend(to end: Sequence64) {
        guard let index = firstIndex(where: { $0.timeline == end.timeline }) else {
            append(end)
            return sort()
        }
        self[index] = Swift.max(self[index], end)
    }
}
