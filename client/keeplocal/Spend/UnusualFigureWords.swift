// SPDX-License-Identifier: Apache-2.0

import LocalSpend

extension UnusualFigure {
    /// Why a figure is not saved, and what to do.
    func refusal(of point: SpendPoint) -> SpendError {
        SpendError(
            "\(point.year)",
            "\(why(point)) Nothing was saved. \(remedy(point)) If it is right as it is, say why:"
                + " --reason TEXT"
        )
    }

    private func why(_ point: SpendPoint) -> String {
        switch self {
        case .told(let other):
            "Just \(other.share.numerator.grouped) of \(other.share.denominator.grouped)"
                + " stands under '\(other.definition)' already, for \(other.year), from"
                + " \(other.source)."
        case .jump(let former):
            "What was counted goes from \(former.share.denominator.grouped) in"
                + " \(former.year) to \(point.share.denominator.grouped), by more than a third:"
                + " another rule may have counted it."
        }
    }

    private func remedy(_ point: SpendPoint) -> String {
        switch self {
        case .told:
            "Two definitions are two rules: one figure is measured by one of them, and no line"
                + " joins the two."
        case .jump:
            "Save it by a definition of its own, so that the series breaks there: keeplocal spend"
                + " definition add, then --definition NAME."
        }
    }
}
