// SPDX-License-Identifier: Apache-2.0

/// A time on the clock without a date or zone, in milliseconds since midnight: `09:30`.
package struct TimeOfDay: Hashable, Sendable {
    package let milliseconds: Int64

    package init?(milliseconds: Int64) {
        guard (0..<86_400_000).contains(milliseconds) else { return nil }
        self.milliseconds = milliseconds
    }

    /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`; digits past the millisecond are dropped.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = Self.number(parts[0], below: 24),
            let minute = Self.number(parts[1], below: 60)
        else { return nil }
        var total = (hour * 60 + minute) * 60_000
        if parts.count == 3 {
            let seconds = parts[2].split(
                separator: ".",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let whole = Self.number(seconds[0], below: 60) else { return nil }
            total += whole * 1000
            if seconds.count == 2 {
                guard let fraction = Self.thousandths(seconds[1]) else { return nil }
                total += fraction
            }
        }
        self.init(milliseconds: total)
    }

    private static func number(_ text: Substring, below limit: Int64) -> Int64? {
        guard text.utf8.count == 2, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int64(text), value < limit
        else { return nil }
        return value
    }

    private static func thousandths(_ text: Substring) -> Int64? {
        guard (1...9).contains(text.utf8.count),
            text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int64((text + "00").prefix(3))
    }

    /// The text with seconds and milliseconds, whatever they are.
    package var full: String {
        let seconds = milliseconds / 1000
        return padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
            + padded(seconds % 60, 2) + "." + padded(milliseconds % 1000, 3)
    }
}

extension TimeOfDay: CustomStringConvertible {
    package var description: String {
        if milliseconds % 1000 != 0 { return full }
        return String(full.prefix(milliseconds % 60_000 == 0 ? 5 : 8))
    }
}

extension TimeOfDay: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

extension TimeOfDay: TextCodable {}
