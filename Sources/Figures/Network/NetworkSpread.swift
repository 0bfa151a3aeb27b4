// SPDX-License-Identifier: Apache-2.0

/// How one share of several councils lies, each period for itself: no place in a row of all, and
/// no band for a council whose number may not be told.
package struct NetworkSpread: Sendable {
    /// A share of one council in one period, measured as all others of the spread.
    package struct Point: Hashable, Sendable {
        package let council: String
        package let period: String
        /// In thousandths; nil where it is not told.
        package let permille: Int?

        package init(council: String, period: String, permille: Int?) {
            (self.council, self.period, self.permille) = (council, period, permille)
        }

        /// Reads a figure as it is told.
        package init(council: String, period: String, told figure: Figure) {
            let permille: Int? =
                switch figure.value {
                case .ratio(let part, let whole):
                    NumberText.permille(Int64(part), of: Int64(whole))
                case .moneyShare(let part, let whole): NumberText.permille(part, of: whole)
                default: nil
                }
            self.init(council: council, period: period, permille: permille)
        }
    }

    private let title: String
    private let points: [Point]
    /// In the order in which they were given.
    private let periods: [String]

    package init(_ title: String, _ points: [Point]) {
        (self.title, self.points) = (title, points)
        periods = points.map(\.period).reduce(into: []) { found, period in
            if !found.contains(period) { found.append(period) }
        }
    }

    private func numbers(_ period: String) -> [Int] {
        points.filter { $0.period == period }.compactMap(\.permille)
    }

    /// The borders of the quarters, period by period.
    package var borders: FigureTable {
        FigureTable(
            "Where councils lie: \(title)",
            rowName: "period",
            columns: [
                .init("councils", "councils whose number can be told for just this period."),
                .init("a quarter below", "a quarter of these councils lie below it."),
                .init("middle", "half of them lie below it."),
                .init("a quarter above", "a quarter of them lie above it."),
            ],
            rows: periods.map { period in
                let numbers = numbers(period)
                let bands = Bands(numbers)
                let borders = [bands?.lower, bands?.middle, bands?.upper]
                return FigureTable.Row(
                    period,
                    [.level(numbers.count)]
                        + borders.map { Figure($0.map { .tenths($0, unit: "%") } ?? .none) }
                )
            },
            shape: .open
        )
    }

    /// The band of each council, by name and never by number; nil where no period has enough.
    package var bands: FigureTable? {
        let found = periods.compactMap { period in
            Bands(numbers(period)).map { (period: period, bands: $0) }
        }
        guard !found.isEmpty else { return nil }
        return FigureTable(
            "Bands, not ranks: \(title)",
            rowName: "council",
            columns: found.map {
                .init($0.period, "where it lies among the councils compared in \($0.period).")
            },
            rows: Set(points.map(\.council)).sorted().map { council in
                FigureTable.Row(council, found.map { words(council, $0.period, $0.bands) })
            },
            shape: .open
        )
    }

    private func words(_ council: String, _ period: String, _ bands: Bands) -> Figure {
        guard let point = points.first(where: { $0.council == council && $0.period == period })
        else { return Figure(.none) }
        return .words(point.permille.map(bands.words) ?? "not told, so not placed")
    }

    /// Periods of which too few councils are known.
    package var sentences: [String] {
        periods.compactMap { period in
            let count = numbers(period).count
            guard count < Bands.least else { return nil }
            return "\(period): \(count) \(count == 1 ? "council" : "councils") can be compared;"
                + " bands need \(Bands.least)."
        }
    }
}
