// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

/// The local multiplier after three rounds: (R1 + R2 + R3) / R1.
package struct LM3: Hashable, Sendable {
    /// How the third round is known.
    package enum Third: Hashable, Sendable {
        case surveyed(Money)
        /// The part of the second round that is taken to be spent locally again.
        case rate(Share)
    }

    /// What was spent.
    package let first: Money
    /// What of it went to local suppliers and staff.
    package let second: Money
    package let third: Third

    package init(first: Money, second: Money, third: Third) {
        (self.first, self.second, self.third) = (first, second, third)
    }

    /// True where the third round is a rate and no survey: it must be said with the figure.
    package var isEstimate: Bool {
        if case .rate = third { true } else { false }
    }

    package var thirdRound: Money? {
        switch third {
        case .surveyed(let money): money
        case .rate(let share):
            share.percent.map { Money(rounding: Decimal(second.pence) * $0 / 100) }
        }
    }

    /// What cannot be of three rounds, each a part of the one before; nil where nothing is.
    package var mistake: String? {
        if second.pence > first.pence {
            return "More went to local suppliers and staff than was spent."
        }
        if let thirdRound, thirdRound.pence > second.pence {
            return "More was spent locally again than local suppliers and staff got."
        }
        return nil
    }

    /// What local people and firms had of it: the second round, and what of that stayed once more.
    ///
    /// Of Bradford's 45 million that go to local suppliers 21 are spent locally again: 66 in all.
    package var local: Money? { thirdRound.map { second + $0 } }

    /// What came of each pound that went to local suppliers: 1.47 of Bradford's, 1.76 where they
    /// spend 76 of 100 locally again.
    package var perLocalPound: Decimal? {
        guard second.pence > 0, let local else { return nil }
        return Decimal(local.pence) / Decimal(second.pence)
    }

    package var ratio: Decimal? {
        guard first.pence > 0, let thirdRound else { return nil }
        return Decimal(first.pence + second.pence + thirdRound.pence) / Decimal(first.pence)
    }
}
