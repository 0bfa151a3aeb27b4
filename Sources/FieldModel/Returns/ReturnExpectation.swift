// SPDX-License-Identifier: Apache-2.0

extension ReturnPeriod {
    /// Without a service that says when it began, no return is about longer ago.
    private static let yearsBack: Int64 = 5

    /// Why nobody awaits a return of this period, in a sentence; nil for one that is over or under
    /// way, of a service that ran then and reports so.
    package func hindrance(of service: ReturnBoard.Agreed?, today: PlainDate) -> String? {
        if first > today { return "\(self) has not begun: it is from \(first) on." }
        guard let service else {
            let isLongAgo = last < today.adding(days: -366 * Self.yearsBack)
            return isLongAgo ? "\(self) was over on \(last), years ago." : nil
        }
        let calendar = service.calendar
        if let starts = calendar.starts, last < starts {
            return "\(service.name) began on \(starts), after \(self) was over."
        }
        if let ends = calendar.ends, ends < first {
            return "\(service.name) ended on \(ends), before \(self) began."
        }
        guard !calendar.has(self) else { return nil }
        let meant = calendar.periods(upTo: last).last { $0.contains(first) || $0.contains(last) }
        return "\(service.name) reports \(calendar.rhythm.words), and \(self) is none of its"
            + " periods" + (meant.map { "; \($0) is." } ?? ".")
    }
}

extension ReturnPeriod.Rhythm {
    package var words: String {
        switch self {
        case .quarterly: "every quarter"
        case .halfYearly: "every half year"
        case .yearly: "every year"
        }
    }
}
