// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar without a time zone, years 0001 to 9999: `2026-11-23`.
///
/// A date of service is this, never an instant: it must not move when a device travels.
package struct PlainDate: Hashable, Sendable {
    /// The year, then four bits of the month and five of the day: small, and in the order of days,
    /// as figures keep and compare hundreds of thousands.
    private let packed: UInt32

    package var year: Int { Int(packed >> 9) }
    package var month: Int { Int(packed >> 5 & 15) }
    package var day: Int { Int(packed & 31) }

    /// Nil for a day that does not exist, such as 30 February.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year)
        else { return nil }
        packed = UInt32(year << 9 | month << 5 | day)
    }

    /// Reads exactly `YYYY-MM-DD`.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 45 }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Counts from 1970-01-01; days outside the years 0001 to 9999 are held at the border.
    ///
    /// Algorithm: Howard Hinnant, "chrono-compatible low-level date algorithms".
    package init(daysSince1970: Int64) {
        let days = min(max(daysSince1970, -719_162), 2_932_896) + 719_468
        let era = floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        let year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        packed = UInt32(year << 9 | month << 5 | day)
    }

    package var daysSince1970: Int64 {
        let year = Int64(month <= 2 ? self.year - 1 : self.year)
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package func adding(days: Int64) -> Self { Self(daysSince1970: daysSince1970 + days) }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension PlainDate: CustomStringConvertible {
    package var description: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension PlainDate: Comparable {
    package static func < (a: Self, b: Self) -> Bool { a.packed < b.packed }
}

extension PlainDate: TextCodable {}

func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
}
