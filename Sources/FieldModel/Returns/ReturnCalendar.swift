// SPDX-License-Identifier: Apache-2.0

/// When a service's returns are due: the calendar that its contract agrees.
package struct ReturnCalendar: Hashable, Sendable {
    package let rhythm: ReturnPeriod.Rhythm
    /// A return is due on this working day after its period.
    package let workingDays: Int
    package let starts: PlainDate?
    package let ends: PlainDate?
    /// What was agreed before, the first agreement first; empty where nothing else was, or nobody
    /// knows.
    package let former: [Former]

    /// Another rhythm, and the day on which the next one took its place.
    package struct Former: Hashable, Sendable {
        /// Nil where no returns were asked for.
        package let rhythm: ReturnPeriod.Rhythm?
        package let until: PlainDate

        package init(_ rhythm: ReturnPeriod.Rhythm?, until: PlainDate) {
            (self.rhythm, self.until) = (rhythm, until)
        }
    }

    package static let usualWorkingDays = 15
    package static let reminderDays: Int64 = 14

    /// `former` may come in any order; what held for no day is left out.
    package init(
        _ rhythm: ReturnPeriod.Rhythm = .quarterly,
        workingDays: Int = usualWorkingDays,
        starts: PlainDate?,
        ends: PlainDate?,
        former: [Former] = []
    ) {
        (self.rhythm, self.workingDays) = (rhythm, workingDays)
        (self.starts, self.ends) = (starts, ends)
        self.former = Self.spans(of: former, before: rhythm)
    }

    /// Nobody is late with a period that was agreed only after it was over.
    package func due(_ period: ReturnPeriod) -> PlainDate {
        let day = WorkingDays.day(workingDays, after: period.last)
        let known = owed(upTo: period.last).last { $0.period == period }?.agreed
        let agreed = known ?? (period.rhythm == rhythm ? former.last?.until : nil)
        guard let agreed, period.last < agreed else { return day }
        return max(day, WorkingDays.day(workingDays, after: agreed))
    }

    /// True for a period of the rhythm that was agreed for it.
    package func has(_ period: ReturnPeriod) -> Bool { periods(upTo: period.last).contains(period) }

    /// The periods in which the service ran, up to that of `today`, the first one first.
    ///
    /// Without a start it is those of a year. Where the rhythm changed, a period of the former one
    /// stands as it was agreed; the next one begins after the last of these, or with the change
    /// where none was asked for before.
    package func periods(upTo today: PlainDate) -> [ReturnPeriod] {
        owed(upTo: today).map(\.period)
    }
}

extension ReturnCalendar {
    /// A period, and the day on which it was agreed; none for what was agreed from the start.
    private typealias Owed = (period: ReturnPeriod, agreed: PlainDate?)

    private func owed(upTo today: PlainDate) -> [Owed] {
        var (owed, agreed, floor): ([Owed], PlainDate?, PlainDate?) = ([], nil, nil)
        let next = former.dropFirst().map(\.rhythm) + [rhythm]
        for (span, next) in zip(former, next) {
            // A period that is under way when the next rhythm begins is reported by that.
            let change = next.map { ReturnPeriod($0, containing: span.until).first } ?? span.until
            if let rhythm = span.rhythm {
                owed += periods(rhythm, upTo: min(today, change.adding(days: -1)), floor, owed)
                    .map { ($0, agreed) }
            }
            owed.removeAll { $0.period.last >= change }
            floor = span.rhythm == nil ? change : floor.map { min($0, change) }
            agreed = span.until
        }
        return owed + periods(rhythm, upTo: today, floor, owed).map { ($0, agreed) }
    }

    /// Those that begin after what is owed already, and not before the floor.
    private func periods(
        _ rhythm: ReturnPeriod.Rhythm,
        upTo today: PlainDate,
        _ floor: PlainDate?,
        _ owed: [Owed]
    ) -> [ReturnPeriod] {
        let first = [floor, owed.last?.period.last.adding(days: 1)].compactMap(\.self).max()
        return periods(rhythm, upTo: today).filter { period in
            first.map { $0 <= period.first } ?? true
        }
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

    /// One after the other, each for a day at least, and none twice in a row.
    private static func spans(
        of former: [Former],
        before rhythm: ReturnPeriod.Rhythm
    ) -> [Former] {
        var spans: [Former] = []
        for span in former.sorted(by: { $0.until < $1.until }) {
            if spans.last?.until == span.until { continue }
            if spans.last?.rhythm == span.rhythm { spans.removeLast() }
            spans.append(span)
        }
        while spans.last?.rhythm == rhythm { spans.removeLast() }
        return spans
    }
}
