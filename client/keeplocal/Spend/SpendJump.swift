// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

extension SpendBook {
    /// That so much more or less is counted than in the year before that another rule may have
    /// counted it; nil where nothing is unusual.
    func jump(to point: SpendPoint) -> String? {
        let former = points.first {
            $0.definition == point.definition && $0.year.start == point.year.start - 1
        }
        guard let former = former?.share.denominator, former.pence > 0 else { return nil }
        let now = point.share.denominator
        let moved = abs(now.pence - former.pence)
        guard moved > former.pence / 3 else { return nil }
        return "What was counted went from \(former.words) the year before to \(now.words), by more"
            + " than a third. Was it counted by the same rule? If not, delete this figure and save"
            + " it by a definition of its own, so that the series breaks there."
    }
}
