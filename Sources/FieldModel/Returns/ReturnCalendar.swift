// SPDX-License-Identifier: Apache-2.0

/// When a service's returns are due: the calendar that its contract agrees.
package struct ReturnCalendar: Hashable, Sendable {
    package let rhythm: ReturnPeriod.Rhythm
    /// A return is due on this working day after its period.
    package let workingDays: Int
    package let starts: PlainDate?
    package let ends: PlainDate?

    package static let usualWorkingDays = 15
    package static let reminderDays: Int64 = 14

    package init(
        _ rhythm: ReturnPeriod.Rhythm = .quarterly,
        workingDays: Int = usualWorkingDays,
        starts: PlainDate?,
        ends: PlainDate?
    ) {
        (self.rhythm, self.workingDays) = (rhythm, workingDays)
        (self.starts, self.ends) = (starts, ends)
    }

    package func due(_ period: ReturnPeriod) -> PlainDate {
        WorkingDays.day(workingDays, after: period.last)
    }

    /// The periods in which the service ran, up to that of `today`, the first one first.
    ///
    /// Without a start it is those of a year.
    package func periods(upTo today: PlainDate) -> [ReturnPeriod] {
        var period = ReturnPeriod(rhythm, containing: today)
        if let ends, ends < period.first { period = ReturnPeriod(rhythm, containing: ends) }
        let most = rhythm.timesPerYear * (starts == nil ? 1 : Self.yearsMax)
        var periods: [ReturnPeriod] = []
        while periods.count < most, starts.map({ $0 <= period.last }) ?? true {
            periods.append(period)
            period = period.before
        }
        return periods.reversed()
    }

    /// Further back no board looks.
    private static let yearsMax = 10
}
