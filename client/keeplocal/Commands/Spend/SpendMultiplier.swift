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
            keeplocal spend lm3 --spent 100m --local 45m --respent 21m  from a survey
            keeplocal spend lm3 --spent 100m --local 45m --rate 46.7          an estimate
            keeplocal spend lm3 --spent 45m --local 45m --rate 21/45  all of it is local
            """
    )

    @Option(help: "What was spent: the first round.") var spent: String
    @Option(help: "What of it went to local suppliers and staff: the second.") var local: String
    @Option(help: "What those spent locally again, by a survey: the third.") var respent: String?
    @Option(help: "What part of the second is taken to be spent locally: 46.7 percent, or 21/45.")
    var rate: String?
    @Flag(help: "Print one JSON document on standard output.") var json = false

    func validate() throws {
        guard (respent == nil) != (rate == nil) else {
            throw ValidationError("Give --respent, from a survey, or --rate, for an estimate.")
        }
    }

    func run() throws {
        let third: LM3.Third =
            if let respent { .surveyed(try .typed(respent)) } else { .rate(try typedRate()) }
        let lm3 = LM3(first: try .typed(spent), second: try .typed(local), third: third)
        if let mistake = lm3.mistake {
            throw Failure(usage: "\(mistake) Each round is a part of the one before it.")
        }
        guard let ratio = lm3.ratio, let last = lm3.thirdRound, let sum = lm3.local else {
            throw Failure(usage: "--spent must be more than nothing.")
        }
        guard !json else {
            return try Terminal.json([
                "lm3": .decimal(ratio.rounded(to: 2)), "thirdRound": .integer(last.pence),
                "local": .integer(sum.pence),
                "perLocalPound": lm3.perLocalPound.map { .decimal($0.rounded(to: 2)) } ?? .null,
                "estimate": .boolean(lm3.isEstimate),
            ])
        }
        lm3.lines(ratio, last, sum).flatMap { $0.wrapped(78) }.forEach { Terminal.line($0) }
    }

    /// A percentage, or a part of an amount.
    private func typedRate() throws -> Share {
        let text = rate ?? ""
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            return Share(
                Money(rounding: try .typedPercent(text) * 1_000_000),
                of: Money(pence: 100_000_000)
            )
        }
        let share = Share(try .typed(parts[0]), of: try .typed(parts[1]))
        guard share.percent.map({ (0...100).contains($0) }) == true else {
            throw Failure(usage: "'\(text)' is no part of a whole. Write such as 21/45, or 46.7.")
        }
        return share
    }
}

extension LM3 {
    fileprivate func lines(_ ratio: Decimal, _ last: Money, _ sum: Money) -> [String] {
        let each = perLocalPound.map {
            ", £\($0.rounded(to: 2)) for each pound that went to local suppliers"
        }
        return [
            "LM3: \(ratio.rounded(to: 2)) = (\(first.grouped) + \(second.grouped) +"
                + " \(last.grouped)) / \(first.grouped)",
            "Local in all: \(sum.grouped) = \(second.grouped) + \(last.grouped)\(each ?? "").",
        ]
            + (isEstimate
                ? ["This is an estimate: the third round is a rate, and no survey."] : [])
    }
}
