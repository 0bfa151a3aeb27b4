// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Why a figure looks as if another rule had measured it.
package enum UnusualFigure: Hashable, Sendable {
    /// Just these amounts stand under another definition.
    case told(SpendPoint)
    /// So much more or less is counted than in the nearest year that has a figure.
    case jump(from: SpendPoint)

    /// Compares a figure with those of its definition, and with what stands under others.
    package init?(_ point: SpendPoint, beside known: [SpendPoint]) {
        let others = known.filter { $0.definition != point.definition }
        if let other = others.first(where: { $0.share == point.share }) {
            self = .told(other)
            return
        }
        let own = known.filter { $0.definition == point.definition && $0.year != point.year }
        guard let nearest = point.nearest(of: own), point.jumps(from: nearest) else { return nil }
        self = .jump(from: nearest)
    }
}

extension SpendPoint {
    /// Of two years that are as near, the earlier one; years that are not whole tell nothing.
    fileprivate func nearest(of others: [SpendPoint]) -> SpendPoint? {
        others.filter { $0.isWhole && $0.share.denominator.pence > 0 }.min {
            (abs($0.year.start - year.start), $0.year) < (abs($1.year.start - year.start), $1.year)
        }
    }

    /// True where what was counted differs by more than a third of the other.
    package func jumps(from other: SpendPoint) -> Bool {
        let (now, former) = (share.denominator.pence, other.share.denominator.pence)
        return abs(now - former) > former / 3
    }
}

extension SpendSeries {
    /// Whole years after which so much more or less is counted that another rule may have done it,
    /// and nobody said why it did not.
    package var jumps: [(from: SpendPoint, to: SpendPoint)] {
        zip(whole, whole.dropFirst()).filter { former, next in
            former.share.denominator.pence > 0 && next.jumps(from: former) && next.reason.isEmpty
                && former.reason.isEmpty
        }.map { ($0, $1) }
    }
}
