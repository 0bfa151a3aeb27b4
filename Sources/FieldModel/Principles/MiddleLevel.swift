// SPDX-License-Identifier: Apache-2.0

/// The middle of levels, or how far one is from it: a whole number, or one and a half.
package struct MiddleLevel: Hashable, Sendable {
    package let doubled: Int

    package init(doubled: Int) { self.doubled = doubled }

    /// Of two in the middle, half of what they are together; nil of none.
    package init?(of levels: [Int]) {
        let sorted = levels.sorted()
        guard !sorted.isEmpty else { return nil }
        doubled = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    }

    package var isWhole: Bool { doubled.isMultiple(of: 2) }

    /// `2`, `2.5`, `-0.5`.
    package var text: String {
        let sign = doubled < 0 ? "-" : ""
        return sign + "\(doubled.magnitude / 2)" + (isWhole ? "" : ".5")
    }
}
