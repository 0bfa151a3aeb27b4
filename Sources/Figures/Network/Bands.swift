// SPDX-License-Identifier: Apache-2.0

/// The borders of the quarters in which numbers lie: it says where one stands without a rank.
package struct Bands: Hashable, Sendable {
    /// Of fewer nobody is placed.
    package static let least = 5

    package let lower: Int
    package let middle: Int
    package let upper: Int

    /// Nil for fewer than `least` numbers.
    package init?(_ numbers: [Int]) {
        guard numbers.count >= Self.least else { return nil }
        let sorted = numbers.sorted()
        lower = Self.border(1, sorted)
        middle = Self.border(2, sorted)
        upper = Self.border(3, sorted)
    }

    /// Between two numbers in proportion, half up.
    private static func border(_ quarters: Int, _ sorted: [Int]) -> Int {
        let (place, rest) = (quarters * (sorted.count - 1)).quotientAndRemainder(dividingBy: 4)
        let next = sorted[min(place + 1, sorted.count - 1)]
        return (sorted[place] * (4 - rest) + next * rest + 2) / 4
    }

    package func words(for number: Int) -> String {
        number > upper ? "upper quarter" : number < lower ? "lower quarter" : "middle half"
    }
}
