// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation

extension SpendPoint {
    /// A figure that was published; nil where it lacks something or is in dispute.
    package init?(_ record: Record) {
        guard let year = FinancialYear(record.words("year")),
            let numerator = record.money("numerator"),
            let denominator = record.money("denominator"),
            record.disputedFields.isEmpty
        else { return nil }
        self.init(
            year: year,
            share: Share(numerator, of: denominator),
            definition: record.words("definition"),
            source: record.words("source"),
            reason: record.words("reason")
        )
    }

    package var fields: [FieldPath: FieldValue] {
        var answers = Answers()
        answers.set("definition", text: definition)
        answers.set("year", text: year.description)
        answers.set("numerator", .money(share.numerator))
        answers.set("denominator", .money(share.denominator))
        answers.set("source", text: source)
        answers.set("reason", text: reason)
        return answers.fields
    }
}

extension SpendTarget {
    package init?(_ record: Record) {
        guard let baseline = FinancialYear(record.words("baseline_year")),
            let year = FinancialYear(record.words("target_year")),
            let numerator = record.money("baseline_numerator"),
            let denominator = record.money("baseline_denominator"),
            let percent = record.decimal("target_percent"), record.disputedFields.isEmpty,
            let shape = try? Shape(record.words("milestones")),
            let target = try? SpendTarget(
                definition: record.words("definition"),
                baseline: baseline,
                baselineShare: Share(numerator, of: denominator),
                year: year,
                percent: percent,
                shape: shape
            )
        else { return nil }
        self = target
    }

    package var fields: [FieldPath: FieldValue] {
        var answers = Answers()
        answers.set("definition", text: definition)
        answers.set("baseline_year", text: baseline.description)
        answers.set("baseline_numerator", .money(baselineShare.numerator))
        answers.set("baseline_denominator", .money(baselineShare.denominator))
        answers.set("target_year", text: year.description)
        answers.set("target_percent", .decimal(percent))
        answers.set("milestones", text: shape.text)
        return answers.fields
    }
}

extension SpendTarget.Shape {
    /// Reads `2019/20=49.6; 2021/22=54`; an empty text is a straight line.
    ///
    /// - Throws: `SpendError` for anything else.
    package init(_ text: String) throws {
        var points: [FinancialYear: Decimal] = [:]
        for part in text.split(separator: ";") {
            let halves = part.split(separator: "=").map { String($0).trimmingSpaces }
            guard halves.count == 2, let year = FinancialYear(halves[0]),
                let percent = Decimal(plain: halves[1]), points[year] == nil
            else {
                throw SpendError(
                    "",
                    "'\(part.prefix(40))' is no milestone. Write a year and a percentage, each"
                        + " year once: 2019/20=49.6; 2021/22=54"
                )
            }
            points[year] = percent
        }
        self = points.isEmpty ? .linear : .milestones(points)
    }

    package var text: String {
        guard case .milestones(let points) = self else { return "" }
        return points.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: "; ")
    }
}

extension Decimal {
    /// Digits with at most one point; nil for anything else.
    package init?(plain text: String) {
        guard text.wholeMatch(of: #/[0-9]{1,12}(\.[0-9]{1,6})?/#) != nil,
            let number = Decimal(string: text)
        else { return nil }
        self = number
    }
}
