// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The answers of one record, as expressions look at them.
struct FilledAnswers {
    let form: CompiledForm
    let answers: [FieldPath: FieldValue]
    let today: PlainDate
    let now: Instant
    private let byTemplate: [String: [FieldPath]]
    private let templates: [String: String]

    init(form: CompiledForm, answers: [FieldPath: FieldValue], today: PlainDate, now: Instant) {
        (self.form, self.answers, self.today, self.now) = (form, answers, today, now)
        byTemplate = Dictionary(grouping: answers.keys.sorted(), by: \.template)
        templates = Dictionary(
            form.fields.map { ($0.item.name, $0.template) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Where the field stands in this record: once, or once for each instance around it.
    func paths(of field: FormField) -> [FieldPath] {
        guard field.isRepeated else { return [FieldPath(field.template)].compactMap { $0 } }
        let depth = (field.ancestors.lastIndex(where: \.repeats) ?? 0) + 1
        let prefix = field.ancestors.prefix(depth).map(\.name)
        var seen: Set<[FieldPath.Segment]> = []
        var paths: [FieldPath] = []
        for path in answers.keys.sorted() {
            let segments = Array(path.segments.prefix(depth))
            guard segments.map(\.name) == prefix, seen.insert(segments).inserted else { continue }
            let rest = field.template.split(separator: "/").dropFirst(depth).map {
                FieldPath.Segment(name: String($0))
            }
            paths.append(FieldPath(segments + rest))
        }
        return paths
    }

    func isRelevant(_ field: FormField, at path: FieldPath) -> Bool {
        let context = context(at: path)
        return ([field.relevant] + field.ancestors.map(\.relevant)).allSatisfy {
            $0?.value(in: context).isTrue ?? true
        }
    }

    func context(at path: FieldPath) -> ExpressionContext {
        ExpressionContext(
            today: today,
            now: now,
            current: ExpressionValue(answers[path]),
            lookup: { name in lookup(name, from: path) }
        )
    }

    /// The one answer within the same instances, or all answers where the field repeats elsewhere.
    private func lookup(_ name: String, from path: FieldPath) -> ExpressionValue {
        guard let template = templates[name] else { return .text("") }
        let here = path.segments
        let found = (byTemplate[template] ?? []).filter { candidate in
            zip(candidate.segments, here).allSatisfy {
                $0.name != $1.name || $0.instance == $1.instance || $1.instance == nil
            }
        }
        let repeatsElsewhere = form.field(template: template)?.ancestors.contains { ancestor in
            ancestor.repeats && !here.contains { $0.name == ancestor.name && $0.instance != nil }
        }
        if repeatsElsewhere == true {
            return .nodes(found.map { ExpressionValue(answers[$0]) })
        }
        return ExpressionValue(found.first.flatMap { answers[$0] })
    }
}
