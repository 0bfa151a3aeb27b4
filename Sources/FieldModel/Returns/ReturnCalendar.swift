// SPDX-License-Identifier: Apache-2.0

/// When a service's returns are due: the calendar that its contract agrees.
package struct ReturnCalendar: Hashable, Sendable {
    package let rhythm: ReturnPeriod.Rhythm
    /// A return is due on this working day after its period.
    package let workingDays: Int
    package let starts: PlainDate?
    package let ends: PlainDate?
    /// What was agreed before; nil where nothing else was, or nobody knows.
    package let former: Former?

    /// Another rhythm, and the day on which the present one took its place.
    package struct Former: Hashable, Sendable {
        package let rhythm: ReturnPeriod.Rhythm
        package let until: PlainDate

        package init(_ rhythm: ReturnPeriod.Rhythm, until: PlainDate) {
            (self.rhythm, self.until) = (rhythm, until)
        }
    }

    package static let usualWorkingDays = 15
    package static let reminderDays: Int64 = 14

    package init(
        _ rhythm: ReturnPeriod.Rhythm = .quarterly,
        workingDays: Int = usualWorkingDays,
        starts: PlainDate?,
        ends: PlainDate?,
        former: Former? = nil
    ) {
        (self.rhythm, self.workingDays, self.former) = (rhythm, workingDays, former)
        (self.starts, self.ends) = (starts, ends)
    }

    /// Nobody is late with a period that was agreed only after it was over.
    package func due(_ period: ReturnPeriod) -> PlainDate {
        let day = WorkingDays.day(workingDays, after: period.last)
        guard let former, period.rhythm == rhythm, period.last < former.until else { return day }
        return max(day, WorkingDays.day(workingDays, after: former.until))
    }

    /// True for a period of the rhythm that was agreed for it.
    package func has(_ period: ReturnPeriod) -> Bool { periods(upTo: period.last).contains(period) }

    /// The periods in which the service ran, up to that of `today`, the first one first.
    ///
    /// Without a start it is those of a year. Where the rhythm changed, a period of the former one
    /// stands as it was agreed; the present one begins after the last of these.
    package func periods(upTo today: PlainDate) -> [ReturnPeriod] {
        let present = periods(rhythm, upTo: today)
        guard let former else { return present }
        let began = ReturnPeriod(rhythm, containing: former.until).first
        let before = periods(former.rhythm, upTo: min(today, began.adding(days: -1)))
            .filter { $0.last < began }
        guard let last = before.last?.last else { return present }
        return before + present.filter { $0.first > last }
    }

    private func periods(
        _ rhythm: ReturnPeriod.Rhythm,
        upTo today: PlainDate
    ) -> [ReturnPeriod] {
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
