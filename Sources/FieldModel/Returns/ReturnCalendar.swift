// SPDX-License-Identifier: Apache-2.0

/// When a service's returns are due: the calendar that its contract agrees.
package struct ReturnCalendar: Hashable, Sendable {
    /// A return is due on this working day after the quarter.
    package let workingDays: Int
    package let starts: PlainDate?
    package let ends: PlainDate?

    package static let usualWorkingDays = 15
    package static let reminderDays: Int64 = 14

    package init(workingDays: Int = usualWorkingDays, starts: PlainDate?, ends: PlainDate?) {
        (self.workingDays, self.starts, self.ends) = (workingDays, starts, ends)
    }

    package func due(_ quarter: Quarter) -> PlainDate {
        WorkingDays.day(workingDays, after: quarter.last)
    }

    /// The quarters in which the service ran, up to that of `today`, the first one first.
    ///
    /// Without a start it is the last four.
    package func quarters(upTo today: PlainDate) -> [Quarter] {
        var quarter = Quarter(containing: today)
        if let ends, ends < quarter.first { quarter = Quarter(containing: ends) }
        var quarters: [Quarter] = []
        while quarters.count < Self.quartersMax, starts.map({ $0 <= quarter.last }) ?? true,
            starts != nil || quarters.count < 4
        {
            quarters.append(quarter)
            quarter = Quarter(containing: quarter.first.adding(days: -1))
        }
        return quarters.reversed()
    }

    /// Ten years: further back no board looks.
    private static let quartersMax = 40
}
