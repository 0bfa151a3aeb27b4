// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures

extension NetworkFigure {
    /// In words, such as `outcomes of 2026-Q2`.
    var subject: String {
        switch self {
        case .outcomes(let period, _): "outcomes of \(period)"
        case .spend(let definition, let year, _):
            "local spend of \(inert(year)) by '\(inert(definition))'"
        case .principle(let key, let period, _):
            "principle \(inert(key)) in \(inert(period))"
        }
    }

    /// All that is told of it.
    var words: String {
        switch self {
        case .outcomes(_, let outcomes?):
            "\(count(outcomes.returns, "return")); improved \(outcomes.improved.text);"
                + " days to an answer \(outcomes.answer.text)"
        case .spend(_, _, let spend?):
            "\(Figure.share(spend.local, of: spend.counted).text),"
                + " \(Figure.money(spend.local).text) of \(Figure.money(spend.counted).text):"
                + " \(spend.title.isEmpty ? "" : inert(spend.title) + ": ")\(inert(spend.rule))"
                + " From: \(inert(spend.source))"
        case .principle(_, _, let level?):
            "level \(level.level) of 4"
                + (level.target.map { ", aimed at \($0)" } ?? ", no level aimed at")
        case .outcomes, .spend, .principle: "withdrawn"
        }
    }

    /// How many numbers are hidden in it.
    var suppressed: Int {
        guard case .outcomes(_, let outcomes?) = self else { return 0 }
        return [outcomes.improved, outcomes.answer].filter { $0.value == .suppressed }.count
    }
}

extension NetworkChanges.Change {
    var verb: String {
        if isNone { return after.isTold ? "unchanged" : "withdrawn before" }
        if !after.isTold { return "withdrawn" }
        return before?.isTold == true ? "changed" : "new"
    }

    var lines: [String] {
        let former = before.flatMap { isNone || !$0.isTold ? nil : $0.words }
        return ["  \(verb.padded(18))\(after.subject)"]
            + (after.isTold ? after.words.folded : [])
            + (former.map { "before: \($0)".folded } ?? [])
    }
}

extension String {
    /// Within the width of a page, further lines a step to the right.
    fileprivate var folded: [String] {
        let lines = wrapped(72)
        return lines.enumerated().map { ($0 == 0 ? "    " : "      ") + $1 }
    }
}
