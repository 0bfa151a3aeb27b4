// SPDX-License-Identifier: Apache-2.0

/// How great need is in places, as a council gave it.
package struct PlaceNeed: Sendable {
    package let title: String
    /// By the keys of places, in tenths.
    package let tenths: [String: Int]
    package let isLowGreatest: Bool

    package init(title: String, tenths: [String: Int], isLowGreatest: Bool) {
        (self.title, self.tenths, self.isLowGreatest) = (title, tenths, isLowGreatest)
    }

    /// What a reader has to know of the column: it counts nobody.
    var column: FigureTable.Column {
        let greatest = isLowGreatest ? "low is great need" : "high is great need"
        return .init("need", "\(title), the median of its LSOAs; \(greatest).")
    }

    func figure(of place: PlaceMap.Place?) -> Figure {
        Figure(place.flatMap { text(of: $0.key) }.map { .words($0) } ?? .none)
    }

    private func text(of key: String) -> String? {
        tenths[key].map { $0 % 10 == 0 ? "\($0 / 10)" : "\($0 / 10).\($0 % 10)" }
    }

    /// The quarter of places by need less that by reach: 3 is great need and little reach.
    ///
    /// Reach is people by LSOA of the place, as each has some 1,500 residents. Fewer than four
    /// places have no quarters.
    func gaps(_ reached: [(place: PlaceMap.Place, people: Int)]) -> [String: Int] {
        let known = reached.filter { tenths[$0.place.key] != nil && !$0.place.areas.isEmpty }
        guard known.count >= 4 else { return [:] }
        let need = known.map { entry in
            (tenths[entry.place.key] ?? 0) * (isLowGreatest ? -1 : 1)
        }
        let reach = known.map { 1_000_000 * $0.people / $0.place.areas.count }
        return Dictionary(
            zip(known, zip(Self.quarters(need), Self.quarters(reach))).map {
                ($0.place.key, $1.0 - $1.1)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// 1 for the lowest quarter of numbers, 4 for the highest; equal ones are in the same.
    static func quarters(_ numbers: [Int]) -> [Int] {
        numbers.map { number in
            let below = numbers.count { $0 < number }
            return min(4, 4 * below / numbers.count + 1)
        }
    }
}
