// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import LocalSpend

struct SpendMultiplier: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lm3",
        abstract: "Reckon what a sum is worth locally when it is spent again: LM3.",
        discussion: """
            keeplocal spend lm3 --spent 100m --local 45m --respent 21m        from a survey
            keeplocal spend lm3 --spent 100m --local 45m --rate 46.7          an estimate
            """
    )

    @Option(help: "What was spent: the first round.") var spent: String
    @Option(help: "What of it went to local suppliers and staff: the second.") var local: String
    @Option(help: "What those spent locally again, by a survey: the third.") var respent: String?
    @Option(help: "The part of the second round that is taken to be spent locally, in percent.")
    var rate: String?
    @Flag(help: "Print one JSON document on standard output.") var json = false

    func validate() throws {
        guard (respent == nil) != (rate == nil) else {
            throw ValidationError("Give --respent, from a survey, or --rate, for an estimate.")
        }
    }

    func run() throws {
        let third: LM3.Third =
            if let respent {
                .surveyed(try .typed(respent))
            } else {
                .rate(
                    Share(
                        Money(rounding: try .typedPercent(rate ?? "") * 1_000_000),
                        of: Money(pence: 100_000_000)
                    )
                )
            }
        let lm3 = LM3(first: try .typed(spent), second: try .typed(local), third: third)
        if let mistake = lm3.mistake {
            throw Failure(usage: "\(mistake) Each round is a part of the one before it.")
        }
        guard let ratio = lm3.ratio, let last = lm3.thirdRound else {
            throw Failure(usage: "--spent must be more than nothing.")
        }
        guard !json else {
            return try Terminal.json([
                "lm3": .decimal(ratio.rounded(to: 2)), "thirdRound": .integer(last.pence),
                "estimate": .boolean(lm3.isEstimate),
            ])
        }
        Terminal.line(
            "LM3: \(ratio.rounded(to: 2)) (\(lm3.first.words) + \(lm3.second.words) +"
                + " \(last.words)) / \(lm3.first.words)"
        )
        if lm3.isEstimate {
            Terminal.line("This is an estimate: the third round is a rate, and no survey.")
        }
    }
}
