// SPDX-License-Identifier: Apache-2.0

/// A hybrid logical clock reading, for people and for tie-breaks; never for correctness.
///
/// Source: Kulkarni and others, "Logical Physical Clocks" (2014). The text is
/// `2026-11-23T21:11:47.123Z+5`, the counter being left out when it is zero.
package struct HybridTime: Hashable, Sendable {
    package let instant: Instant
    package let counter: UInt32

    package init(instant: Instant, counter: UInt32 = 0) {
        self.instant = instant
        self.counter = counter
    }

    package init?(_ text: String) {
        guard let zone = text.utf8.firstIndex(of: UInt8(ascii: "Z")),
            let instant = Instant(String(text[...zone]))
        else { return nil }
        let rest = text[text.index(after: zone)...]
        if rest.isEmpty {
            self.init(instant: instant)
        } else {
            guard rest.first == "+", let counter = UInt32(rest.dropFirst()), counter > 0
            else { return nil }
            self.init(instant: instant, counter: counter)
        }
    }
}

extension HybridTime: CustomStringConvertible {
    package var description: String {
        counter == 0 ? instant.description : "\(instant)+\(counter)"
    }
}

extension HybridTime: Comparable {
    package static func < (a: Self, b: Self) -> Bool {
        (a.instant, a.counter) < (b.instant, b.counter)
    }
}

extension HybridTime: TextCodable {}

/// Hands out readings that never go back, whatever the machine's clock does.
package struct HybridClock: Sendable {
    package private(set) var last: HybridTime

    package init(last: HybridTime = HybridTime(instant: Instant(milliseconds: 0))) {
        self.last = last
    }

    /// The next reading, later than every one before it.
    package mutating func tick(_ now: Instant) -> HybridTime {
        if now > last.instant {
            last = HybridTime(instant: now)
        } else if last.counter < .max {
            last = HybridTime(instant: last.instant, counter: last.counter + 1)
        } else {
            last = HybridTime(instant: Instant(milliseconds: last.instant.milliseconds + 1))
        }
        return last
    }

    /// Learns of a reading made elsewhere.
    ///
    /// One further ahead than `Limits.clockDriftMilliseconds` is not followed, so that one wrong
    /// clock cannot drag the others into the future.
    package mutating func observe(_ other: HybridTime, now: Instant) {
        let ahead = other.instant.milliseconds.subtractingReportingOverflow(now.milliseconds)
        guard !ahead.overflow, ahead.partialValue <= Limits.clockDriftMilliseconds else { return }
        last = max(last, other)
    }
}
