// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

extension SpendPoint {
    /// What the ledgers come to in a year.
    init(
        _ year: FinancialYear,
        _ tally: SpendTally,
        _ definition: String,
        _ coverage: SpendCoverage
    ) {
        self.init(
            year: year,
            share: tally.share,
            definition: definition,
            source: "ledgers",
            coverage: coverage
        )
    }

    /// "39.5 %", of a year that is not whole with how much of it is known.
    var shareWords: String { share.words + (coverage.words.map { " (\($0))" } ?? "") }

    /// Where it comes from: "ledgers, 1 of 4 quarters".
    var sourceWords: String { source + (coverage.words.map { ", \($0)" } ?? "") }
}

extension SpendCoverage {
    var json: JSON {
        ["whole": .boolean(isWhole), "words": words.map(JSON.string) ?? .null]
    }
}

extension SpendSeries {
    /// What somebody should look at again, and what somebody said of it.
    var questions: [String] {
        jumps.map { former, next in
            "What was counted goes from \(former.share.denominator.grouped) in"
                + " \(former.year) to \(next.share.denominator.grouped) in \(next.year), by"
                + " more than a third. Was it counted by the same rule?"
        }
            + points.filter { !$0.reason.isEmpty }.map {
                "\($0.year) stands by this definition for a reason: \($0.reason)"
            }
    }
}
