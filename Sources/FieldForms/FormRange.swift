// SPDX-License-Identifier: Apache-2.0

import Foundation

extension FormItem.Range {
    /// "from 0 to 10 in steps of 2"; steps of one of whole numbers are not told.
    package var words: String {
        let isPlain = step == 1 && start == start.rounded()
        return "from \(Self.words(start)) to \(Self.words(end))"
            + (isPlain ? "" : " in steps of \(Self.words(step))")
    }

    /// True for a number between the ends that whole steps from the start lead to.
    func contains(_ number: Double) -> Bool {
        guard number >= start, number <= end else { return false }
        let steps = (number - start) / step
        // What ten digits cannot tell apart is one number: 0.1 is none that a computer has.
        return abs(steps - steps.rounded()) < 1e-9 * max(1, abs(steps))
    }

    private static func words(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }
}

extension FormItem {
    /// What an answer is, as `FieldProblem` and help say it.
    package var words: String {
        range.map { "\(type.words) \($0.words)" } ?? type.words
    }
}
