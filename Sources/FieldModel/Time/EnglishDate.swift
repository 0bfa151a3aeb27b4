// SPDX-License-Identifier: Apache-2.0

extension Instant {
    /// The date in England, by which councils count days: the same on every device, wherever it is
    /// and however its clock is set.
    ///
    /// An hour ahead of UTC from one o'clock UTC on the last Sunday of March to one o'clock UTC on
    /// the last Sunday of October (Summer Time Act 1972, as the Summer Time Order 2002 has it).
    package var englishDate: PlainDate {
        let date = date
        let isSummer =
            switch date.month {
            case 4...9: true
            case 3: date.lastSundayOfMonthAtOne <= self
            case 10: self < date.lastSundayOfMonthAtOne
            default: false
            }
        return isSummer ? adding(seconds: 3600).date : date
    }
}

extension PlainDate {
    /// One o'clock UTC on the last Sunday of a month of 31 days.
    fileprivate var lastSundayOfMonthAtOne: Instant {
        let last = adding(days: Int64(31 - day))
        let sunday = last.daysSince1970 - Int64(last.weekday % 7)
        return Instant(milliseconds: (sunday * 24 + 1) * 3_600_000)
    }
}
