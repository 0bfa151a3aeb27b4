// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One number with all that is needed to believe it.
///
/// Wherever it is shown, in a terminal, on paper or to a script, it is this value, put into words
/// by `Figure.text`.
package struct Figure: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case count(Int)
        case ratio(Int, of: Int)
        /// Points towards the better end, of so many pairs.
        case meanChange(sum: Int64, pairs: Int)
        /// A step on a scale, or another whole number that counts no people.
        case level(Int)
        case money(pence: Int64)
        /// A part of a sum of money, in pence; both amounts stand in columns beside it.
        case moneyShare(Int64, of: Int64)
        /// A number to a tenth that counts no people, with its unit: `49.6%`, `2.6 points`.
        case tenths(Int, unit: String)
        /// The middle of so many numbers; doubled, as it may lie between two of them.
        case median(doubled: Int, count: Int)
        case words(String)
        /// There is nothing to say, such as a share of nobody.
        case none
        /// Not told, so that nobody can be recognised.
        case suppressed
    }

    package let value: Value
    /// Records that an answer kept out of the number, and why.
    package let leftOut: [LeftOut]

    package struct LeftOut: Hashable, Sendable {
        package let count: Int
        package let why: String

        package init(_ count: Int, _ why: String) { (self.count, self.why) = (count, why) }
    }

    package init(_ value: Value, leftOut: [LeftOut] = []) {
        self.value = value
        self.leftOut = leftOut.filter { $0.count > 0 }
    }

    package static func count(_ number: Int) -> Figure { Figure(.count(number)) }
    package static func words(_ text: String) -> Figure { Figure(.words(text)) }

    /// A share; none where there is nobody to share.
    package static func ratio(_ part: Int, of whole: Int) -> Figure {
        Figure(whole > 0 ? .ratio(part, of: whole) : .none)
    }

    package static func meanChange(sum: Int64, pairs: Int) -> Figure {
        Figure(pairs > 0 ? .meanChange(sum: sum, pairs: pairs) : .none)
    }

    package static func level(_ number: Int) -> Figure { Figure(.level(number)) }
    package static func money(_ money: Money) -> Figure { Figure(.money(pence: money.pence)) }

    package static func share(_ part: Money, of whole: Money) -> Figure {
        Figure(whole.pence > 0 ? .moneyShare(part.pence, of: whole.pence) : .none)
    }

    /// Of numbers in any order; none of none.
    package static func median(_ numbers: [Int]) -> Figure {
        let sorted = numbers.sorted()
        guard let last = sorted.last else { return Figure(.none) }
        let upper = sorted.dropFirst(sorted.count / 2).first ?? last
        let lower = sorted.dropFirst((sorted.count - 1) / 2).first ?? last
        return Figure(.median(doubled: lower + upper, count: sorted.count))
    }

    package static let suppressed = Figure(.suppressed)
}
