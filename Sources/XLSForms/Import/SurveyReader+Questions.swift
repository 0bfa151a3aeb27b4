// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension SurveyReader {
    /// Nil for what cannot be asked, which is then said.
    mutating func question(
        _ type: QuestionType,
        _ spelled: String,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) -> FormItem? {
        let kind = kind(of: type)
        guard let name = name(of: row, orElse: kind == .note ? "note" : nil, &log) else {
            return nil
        }
        var item = described(FormItem(kind, name: name), row, &log)
        var parameters = Parameters(row.text("parameters"))
        switch type {
        case .near(_, let why):
            log.warning(
                table.place(row.number, "type"),
                kind == .hidden
                    ? "'\(spelled.cut)' stays empty: \(why)."
                    : "'\(spelled.cut)' is asked as \(kind.words): \(why)."
            )
        case .metadata(let metadata): item.metadata = metadata
        case .range: takeRange(&item, &parameters, row, &log)
        case .select(_, let list, _): item.choices = list
        case .selectFile(_, let file):
            item.choicesFrom = source(file, &parameters, row, &log)
        default: break
        }
        if [.choice, .choices, .rank].contains(kind) {
            takeOrder(&item, &parameters, row, &log)
        }
        // A calculation without one is a place for what begins it, or for what others write.
        if kind == .calculate, item.calculation == nil, item.initial != nil { item.type = .hidden }
        check(item, row, &log)
        for name in parameters.rest {
            log.warning(
                table.place(row.number, "parameters"),
                "The parameter '\(name.cut)' has no effect here."
            )
        }
        return item
    }

    private func kind(of type: QuestionType) -> FormItem.Kind {
        switch type {
        case .question(let kind), .near(let kind, _), .select(let kind, _, _),
            .selectFile(let kind, _):
            kind
        case .metadata: .metadata
        case .range: .integer
        case .begin, .end, .table, .ignored, .refused: .note
        }
    }

    /// With all that any row may say of itself.
    mutating func described(
        _ item: FormItem,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) -> FormItem {
        var item = item
        item.label = languages.label(row)
        item.hint = languages.first(row, "hint")
        item.guidance = languages.first(row, "guidance_hint")
        item.requiredMessage = languages.first(row, "required_message")
        item.constraintMessage = languages.first(row, "constraint_message")
        item.translations = translations(row)
        item.required = expression(row, "required")
        item.relevant = expression(row, "relevant")
        item.constraint = expression(row, "constraint")
        item.readOnly = expression(row, "read_only")
        item.calculation = expression(row, "calculation")
        item.choiceFilter = expression(row, "choice_filter")
        item.trigger = trigger(row, &log)
        item.appearance = row.text("appearance")
        item.saveTo = row.text("save_to")
        item.usedBy = row.text("used_by")
        item.mapsFrom = row.text("maps_from")
        item.scale = row.text("scale")
        takeCount(&item, row, &log)
        takeDefault(&item, row, &log)
        takeNames(&item, row, &log)
        appearances.note(item, row.number)
        return item
    }

    private func expression(_ row: SheetTable.Row, _ column: String) -> String? {
        row.text(column).map(Spelling.expression)
    }

    private func translations(_ row: SheetTable.Row) -> [String: FormItem.Texts]? {
        var all: [String: FormItem.Texts] = [:]
        let columns: [(String, WritableKeyPath<FormItem.Texts, String?>)] = [
            ("label", \.label), ("hint", \.hint), ("guidance_hint", \.guidance),
            ("required_message", \.requiredMessage), ("constraint_message", \.constraintMessage),
        ]
        for (column, text) in columns {
            for (language, words) in languages.others(row, column) {
                all[language, default: FormItem.Texts()][keyPath: text] = words
            }
        }
        return all.isEmpty ? nil : all
    }

    private func takeCount(
        _ item: inout FormItem,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        guard let count = expression(row, "repeat_count") else { return }
        if item.type == .repeated {
            item.repeatCount = count
        } else {
            log.warning(
                table.place(row.number, "repeat_count"),
                "Only a repeat has a count; it has no effect here."
            )
        }
    }

    private func takeDefault(
        _ item: inout FormItem,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        guard let text = row.text("default") else { return }
        if [.blob, .group, .repeated, .note, .metadata].contains(item.type) {
            log.warning(
                table.place(row.number, "default"),
                "A default has no effect on \(item.type.words)."
            )
        } else if text != "today()", Spelling.isExpression(Spelling.expression(text)) {
            item.initial = Spelling.expression(text)
        } else {
            item.defaultValue = text
        }
    }

    /// What has to be one of a few words, or the name of a form.
    private func takeNames(
        _ item: inout FormItem,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        if let text = row.text("merge") {
            item.merge = MergePolicy(rawValue: text.lowercased())
            if item.merge == nil {
                let known = MergePolicy.allCases.map(\.rawValue).joined(separator: ", ")
                log.problem(
                    table.place(row.number, "merge"),
                    "'\(text.cut)' is no way to merge.",
                    "Write one of: \(known)."
                )
            }
        }
        if let text = row.text("record_of") {
            item.recordOf = FormID(text)
            if item.recordOf == nil {
                log.problem(
                    table.place(row.number, "record_of"),
                    "'\(text.cut)' is no name of a form.",
                    "See the forms with: keeplocal form list"
                )
            }
        }
    }

    private func takeRange(
        _ item: inout FormItem,
        _ parameters: inout Parameters,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        let texts = [("start", "1"), ("end", "10"), ("step", "1")].map { name, standard in
            parameters.take(name) ?? standard
        }
        let numbers = texts.compactMap { Double($0) }.filter(\.isFinite)
        guard numbers.count == 3, numbers[2] > 0, numbers[0] < numbers[1] else {
            log.problem(
                table.place(row.number, "parameters"),
                "The range does not go up from start to end by a step above 0.",
                "Write, say: start=0 end=10 step=1"
            )
            return
        }
        item.range = FormItem.Range(start: numbers[0], end: numbers[1], step: numbers[2])
        if texts.contains(where: { Int64($0) == nil }) { item.type = .decimal }
    }
}

/// Words of a column that change nothing here, each with the rows that have it.
struct IgnoredWords {
    private var rows: [String: [Int]] = [:]

    mutating func note(_ item: FormItem, _ row: Int) {
        for word in (item.appearance ?? "").split(separator: " ")
        where !["field-list", "multiline"].contains(word) {
            rows[String(word), default: []].append(row)
        }
    }

    func warn(_ column: String, in table: SheetTable, _ log: inout ImportLog) {
        for (word, places) in rows.sorted(by: { $0.key < $1.key }) {
            let more = places.count > 1 ? " (and \(places.count - 1) more)" : ""
            log.warning(
                table.place(places.first, column),
                "The \(column) '\(word.cut)' changes nothing in a terminal\(more); it is kept."
            )
        }
    }
}
