// SPDX-License-Identifier: Apache-2.0

/// A moment in UTC, in whole milliseconds since 1970.
///
/// Its text is RFC 3339 with milliseconds: `2026-11-23T21:11:47.123Z`.
package struct Instant: Hashable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package func adding(seconds: Int64) -> Self {
        Self(milliseconds: milliseconds &+ seconds &* 1000)
    }

    /// The date in UTC.
    package var date: PlainDate { PlainDate(daysSince1970: floorDivide(milliseconds, 86_400_000)) }

    /// Reads RFC 3339 with `Z` or an offset, with or without fractions of a second.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, bytes.count <= 35, bytes[10] == UInt8(ascii: "T"),
            let date = PlainDate(String(text.prefix(10)))
        else { return nil }
        let rest = String(text.dropFirst(11))
        guard let zone = rest.lastIndex(where: { "Z+-".contains($0) }),
            let time = TimeOfDay(String(rest[..<zone])),
            let offset = Self.offsetMinutes(rest[zone...])
        else { return nil }
        let minutes = date.daysSince1970 * 1440 - offset
        self.init(milliseconds: minutes * 60_000 + time.milliseconds)
    }

    private static func offsetMinutes(_ text: Substring) -> Int64? {
        if text == "Z" { return 0 }
        guard let time = TimeOfDay(String(text.dropFirst())), time.milliseconds % 60_000 == 0 else {
            return nil
        }
        return time.milliseconds / 60_000 * (text.first == "-" ? -1 : 1)
    }
}

extension Instant: CustomStringConvertible {
    package var description: String {
        let inDay = milliseconds - floorDivide(milliseconds, 86_400_000) * 86_400_000
        let time = TimeOfDay(milliseconds: inDay)?.full ?? "00:00:00.000"
        return "\(date)T\(time)Z"
    }
}

extension Instant: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

extension Instant: TextCodable {}

func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let quotient = a / b
    return a % b < 0 ? quotient - 1 : quotient
}
