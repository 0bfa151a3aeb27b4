// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension CompiledForm {
    /// What a server checks on every value, whatever else the record holds.
    ///
    /// Constraints that speak of other fields are left to the device: two people may have changed
    /// the two sides of one apart, and neither is to blame.
    package func check(
        patch: [FieldPath: FieldValue?],
        today: PlainDate,
        now: Instant
    ) -> [FieldProblem] {
        patch.sorted { $0.key < $1.key }.compactMap { path, value in
            guard let field = field(path), field.fits(path) else {
                return FieldProblem(
                    path.text,
                    .fieldUnknown,
                    "the form \(id) version \(version) has no such field."
                        + " See its fields with: keeplocal form show \(id)"
                )
            }
            guard let value else { return nil }
            return field.problem(with: value, at: path)
                ?? field.constraintProblem(
                    value,
                    at: path,
                    alone: true,
                    ExpressionContext(
                        today: today,
                        now: now,
                        current: ExpressionValue(value),
                        lookup: { _ in .text("") }
                    )
                )
        }
    }

    /// What a device checks before it saves: the patch rules, and what depends on other answers.
    package func check(
        record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> [FieldProblem] {
        let unknown = check(patch: record.mapValues { $0 }, today: today, now: now)
        var problems = unknown
        let answers = record.merging(calculated(record: record, today: today, now: now)) { $1 }
        let filling = FilledAnswers(form: self, answers: answers, today: today, now: now)
        for field in fields where !field.isCalculated {
            for path in filling.paths(of: field) where filling.isRelevant(field, at: path) {
                let context = filling.context(at: path)
                if let value = record[path] {
                    guard !unknown.contains(where: { $0.path == path.text }) else { continue }
                    problems += [
                        field.constraintProblem(value, at: path, alone: false, context)
                    ].compactMap { $0 }
                } else if field.required?.value(in: context).isTrue == true {
                    problems.append(
                        FieldProblem(path.text, .fieldRequired, "\(field.label) is needed.")
                    )
                }
            }
        }
        return problems
    }

    /// The questions that are asked, need an answer, and have none.
    func unanswered(
        _ record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> [FieldPath] {
        let answers = record.merging(calculated(record: record, today: today, now: now)) { $1 }
        let filling = FilledAnswers(form: self, answers: answers, today: today, now: now)
        return fields.filter { !$0.isCalculated && $0.required != nil }.flatMap { field in
            filling.paths(of: field).filter { path in
                record[path] == nil && filling.isRelevant(field, at: path)
                    && field.required?.value(in: filling.context(at: path)).isTrue == true
            }
        }
    }

    /// The values of the form's calculations, where they are relevant.
    package func calculated(
        record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> [FieldPath: FieldValue] {
        var answers = record
        var found: [FieldPath: FieldValue] = [:]
        let calculations = fields.filter(\.isCalculated)
        // A calculation may need one that stands later; there is no circle, so this ends.
        for _ in calculations {
            let filling = FilledAnswers(form: self, answers: answers, today: today, now: now)
            var next: [FieldPath: FieldValue] = [:]
            for field in calculations {
                for path in filling.paths(of: field) where filling.isRelevant(field, at: path) {
                    next[path] = field.calculation?.value(in: filling.context(at: path)).asField
                }
            }
            if next == found { break }
            found = next
            answers = record.merging(next) { $1 }
        }
        return found
    }

    /// The answers that the form itself gives where there is none yet and the question is asked.
    package func defaults(
        for record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> [FieldPath: FieldValue] {
        let filling = FilledAnswers(form: self, answers: record, today: today, now: now)
        var found: [FieldPath: FieldValue] = [:]
        for field in fields {
            guard let text = field.item.defaultValue else { continue }
            for path in filling.paths(of: field)
            where record[path] == nil && filling.isRelevant(field, at: path) {
                let typed = text == "today()" ? "today" : text
                found[path] = try? field.parse(typed, at: path, today: today)
            }
        }
        return found
    }

    package func isRelevant(
        _ path: FieldPath,
        in record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> Bool {
        guard let field = field(path) else { return false }
        return FilledAnswers(form: self, answers: record, today: today, now: now)
            .isRelevant(field, at: path)
    }
}

extension ExpressionValue {
    fileprivate var asField: FieldValue? {
        switch self {
        case .number(let value) where value == value.rounded() && abs(value) < 1e15:
            .integer(Int64(value))
        case .number(let value) where value.isFinite: .text("\(value)")
        case .boolean(let value): .boolean(value)
        case .date(let days) where days.isFinite:
            .date(PlainDate(daysSince1970: Int64(clamping: days.rounded(.down))))
        default: isEmpty ? nil : .text(string)
        }
    }
}
