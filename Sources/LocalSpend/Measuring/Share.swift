// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// A part of a sum of money: what is kept is pence; a percentage is made to be shown.
package struct Share: Hashable, Sendable {
    package let numerator: Money
    package let denominator: Money

    package init(_ numerator: Money, of denominator: Money) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    /// Exact to some thirty digits; nil where there is nothing to take a part of.
    package var percent: Decimal? {
        guard denominator.pence > 0 else { return nil }
        return Decimal(numerator.pence) * 100 / Decimal(denominator.pence)
    }

    /// True of less than nothing, and of more than all: credit notes can make it so.
    package var isImpossible: Bool {
        numerator.pence < 0 || denominator.pence < 0 || numerator.pence > denominator.pence
    }

    /// The whole of which an amount is so many points: 45 million at 13 points is of 346.2 million.
    package static func base(of amount: Money, points: Decimal) -> Money? {
        guard points > 0 else { return nil }
        return Money(rounding: Decimal(amount.pence) * 100 / points)
    }
}

extension Money {
    /// Half a penny goes up, away from nought.
    package init(rounding pence: Decimal) {
        self.init(pence: NSDecimalNumber(decimal: pence.rounded(to: 0)).int64Value)
    }

    package static func + (a: Self, b: Self) -> Self { Self(pence: a.pence &+ b.pence) }
}

extension Decimal {
    /// Half goes away from nought.
    package func rounded(to places: Int) -> Decimal {
        var (source, result) = (self, Decimal())
        NSDecimalRound(&result, &source, places, .plain)
        return result
    }

    /// One place behind the point, always.
    package var shown: String {
        let text = "\(rounded(to: 1))"
        return text.contains(".") ? text : text + ".0"
    }
}
