// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation

/// What one answer costs in a record of many rows, all of which a sum looks at.
struct AnswerBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: "One answer in a record with many rows."
    )

    @Option(help: "How many rows the repeat has.") var rows = 10_000
    @Option(help: "How many answers are given.") var times = 500

    func run() throws {
        let form = try LongForm.withRows()
        guard let list = FieldPath("visit"), let total = FieldPath("total") else {
            throw BenchFailure("The form has other names.")
        }
        var random = SystemRandomNumberGenerator()
        let ids = (0..<rows).map { _ in InstanceID.make(at: .now, using: &random) }
        let paths = ids.compactMap { FieldPath("\(list)[\($0)]/minutes") }
        guard paths.count == rows else { throw BenchFailure("A path cannot be read.") }
        let answers = Dictionary(uniqueKeysWithValues: paths.map { ($0, FieldValue.integer(40)) })
        let surroundings = Surroundings(today: Instant.now.localDate, now: .now)
        var filling = Filling(form, answers: answers, surroundings: surroundings)
        let opening = Timings(times: 10) { _ in
            filling = Filling(form, answers: answers, surroundings: surroundings)
        }
        let answering = Timings(times: times) { number in
            let path = paths[number * 7919 % rows]
            _ = filling.answer(path, with: .integer(Int64(number % 90)))
        }
        try check(filling, total, paths)
        Figure.printHeader()
        Figure(
            what: "one answer among \(rows) rows and their sum",
            timings: answering,
            reference: "evaluating all anew",
            against: opening
        ).print()
    }

    private func check(_ filling: Filling, _ total: FieldPath, _ paths: [FieldPath]) throws {
        var sum: Int64 = 0
        for path in paths {
            if case .integer(let minutes)? = filling.answers[path] { sum += minutes }
        }
        let sums: [FieldValue] = [.integer(sum), .decimal(Decimal(sum))]
        guard let value = filling.value(at: total), sums.contains(value) else {
            throw BenchFailure("The sum is not that of the rows.")
        }
    }
}
