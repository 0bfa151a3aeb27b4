// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Repeats of which the form says how many there are.
enum CountedRepeats {
    static let countMax = CountedInstance.countMax
    /// Counts within counts make no more instances in one record than this.
    static let madeMax = 20_000

    /// By question: the repeats whose count its answer decides, also by way of calculations.
    static func byQuestion(_ places: FormPlaces) -> [Int: [Int]] {
        var found: [Int: [Int]] = [:]
        for (list, place) in places.all.enumerated() {
            guard let count = place.count else { continue }
            var seen: Set<Int> = []
            var waiting = [(count, place.parent)]
            while let (expression, at) = waiting.popLast() {
                let reading = ExpressionReading(expression, at: at, in: places)
                for number in reading.references.map(\.place) where seen.insert(number).inserted {
                    guard let field = places[number].field else { continue }
                    if field.isAsked {
                        found[number, default: []].append(list)
                    } else if let calculation = field.calculation {
                        waiting.append((calculation, number))
                    }
                }
            }
        }
        return found
    }
}

extension CompiledForm {
    /// Counts that no answer can lower, and that are more than a record holds.
    var countProblems: [String] {
        plan.places.all.compactMap { place in
            guard let count = place.count, count.fields.isEmpty, count.isAlone,
                !count.isOfTheMoment
            else { return nil }
            let context = ExpressionContext(
                today: PlainDate(daysSince1970: 0),
                now: Instant(milliseconds: 0),
                current: .text(""),
                lookup: { _ in .text("") }
            )
            let value = count.value(in: context)
            guard value.number > Double(CountedRepeats.countMax) else { return nil }
            return "\(place.template): repeatCount \(value.string) is more than a record has of one"
                + " repeat; write at most \(CountedRepeats.countMax)"
        }
    }
}

extension Filling {
    /// An answer that asks for more instances than there can be.
    func countProblem(_ place: Int, _ row: Int, _ world: FillingWorld) -> FieldProblem? {
        for list in form.plan.counting[place] ?? [] {
            guard let count = rows.places[list].count else { continue }
            let parent = rows.places[list].parent
            let line = zip(rows.places[parent].line(parent), rows.places[place].chain)
            let top = rows.ancestor(of: row, depth: line.prefix { $0 == $1 }.count)
            var all = 0.0
            for outer in rows.rows(of: parent, below: top) where rows[parent, outer].isRelevant {
                let wanted = count.value(in: world.context(parent, outer)).number
                guard !(wanted > Double(CountedRepeats.countMax)) else {
                    return tooMany(wanted, of: list, CountedRepeats.countMax, place, row)
                }
                all += wanted > 0 ? wanted : 0
            }
            guard all <= Double(CountedRepeats.madeMax) else {
                return tooMany(all, of: list, CountedRepeats.madeMax, place, row)
            }
        }
        return nil
    }

    private func tooMany(
        _ wanted: Double,
        of list: Int,
        _ most: Int,
        _ place: Int,
        _ row: Int
    ) -> FieldProblem {
        let label = rows.places[list].item?.label.map(FormText.unfilled) ?? rows.places[list].name
        return FieldProblem(
            rows.path(place, row).text,
            .fieldConstraint,
            "there would be \(ExpressionValue.number(wanted).string) of '\(label)', and there can"
                + " be at most \(most). Write a smaller number."
        )
    }
}
