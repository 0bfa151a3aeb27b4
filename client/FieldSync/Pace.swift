// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How much to send, or to ask for, at a time: what the link carries in some seconds.
///
/// What is under way when a link goes down is carried for nothing. On a thin link that is seconds
/// of work; on a fast one everything goes in few large pieces. It knows no clock: whoever uses it
/// says how long each piece took.
package struct Pace {
    private let first: Int
    private let least: Int
    private let most: Int
    /// In whatever the user counts, bytes or records.
    package private(set) var size: Int
    package var patience = Patience()
    private var hasBroken = false

    /// What one piece should take.
    package static let seconds = 8.0
    /// From one piece to the next, while nothing has broken, and afterwards.
    private static let growth = (calm: 4.0, broken: 1.25)

    package init(first: Int, least: Int, most: Int) {
        (self.least, self.most) = (least, most)
        self.first = min(max(first, least), most)
        size = self.first
    }

    /// A piece got through; how many seconds it took.
    package mutating func arrived(_ count: Int, seconds: Double) {
        patience.arrived()
        // The tail of something is quick, and tells nothing of more; a slow one tells a little.
        let isTail = count * 2 < size
        guard count > 0, !isTail || seconds > Self.seconds else { return }
        let growth = hasBroken ? Self.growth.broken : Self.growth.calm
        // Of a link that seems to take no time, only the bound on growth is left.
        let carried = Double(count) * Self.seconds / max(seconds, 0.001)
        let wanted = min(carried, Double(max(count, size)) * growth)
        size = held(isTail ? max(wanted, Double(size) / 2) : wanted)
    }

    /// A piece of so much broke off.
    package mutating func broke(at count: Int) {
        hasBroken = true
        // That a small piece broke says nothing of larger ones, beyond what it began with.
        size = held(Double(min(size, max(count, first))) / 2)
    }

    private func held(_ size: Double) -> Int { Int(min(max(size, Double(least)), Double(most))) }
}

/// Whether to go on after a failure: so many in a row, without anything getting through, end it.
package struct Patience {
    package private(set) var failures = 0
    private var hasArrived = false

    package init() {}

    package mutating func arrived() { (failures, hasArrived) = (0, true) }

    /// - Returns: False where it is no use to try again now.
    ///
    /// No connection at all ends it at once, unless one was there a moment ago: a link that goes
    /// down again and again comes back as often.
    package mutating func lasts(
        beyond problem: Problem,
        orAfter others: [Problem.Code] = [],
        attemptsMax: Int
    ) -> Bool {
        guard
            problem.isPassing || others.contains(problem.code)
                || hasArrived && problem.code == .offline
        else { return false }
        failures += 1
        return failures < attemptsMax
    }
}
