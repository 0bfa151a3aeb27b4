// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Interview {
    mutating func ask(_ path: FieldPath) throws {
        guard let field = capture.form.field(path) else { return capture.skip() }
        if capture.filling.isReadOnly(path) {
            tellGiven(path)
            return capture.skip()
        }
        if takesLines(field, at: path) {
            if try askLines(path) { moveOn() }
            return
        }
        let isText = field.item.type == .text
        let number = Terminal.isInteractive ? "[\(progressWords)] " : ""
        let prompt = prompt(for: field, at: path, after: number)
        guard let typed = try line(prompt, joinsPaste: isText) else { return }
        try take(typed, for: field, at: path)
    }

    func tellGiven(_ path: FieldPath) {
        let value = capture.filling.value(at: path).map { words($0, at: path) } ?? "no answer"
        tell("\(capture.label(at: path)): \(value) (given by the form)", indent: "")
    }

    /// True where a text is written in as many lines as it needs.
    func takesLines(_ field: FormField, at path: FieldPath) -> Bool {
        let isBegun = halfTyped(at: path)?.contains(where: \.isNewline) == true
        return field.item.type == .text
            && (isBegun || field.isMultiline && capture.filling.value(at: path) == nil)
    }

    private mutating func take(_ typed: String, for field: FormField, at path: FieldPath) throws {
        if try accepts(typed, for: field, at: path) { moveOn() }
    }

    /// Keeps the answer, unless it cannot be understood or the form says that it is wrong.
    mutating func accepts(
        _ typed: String,
        for field: FormField,
        at path: FieldPath
    ) throws -> Bool {
        do {
            let value: FieldValue?
            if typed.trimmingBlanks.isEmpty, let half = halfTyped(at: path) {
                value = try parse(half, field, path)
            } else if typed.trimmingBlanks.isEmpty {
                value = capture.filling.value(at: path) ?? standard(at: path)
            } else {
                value = try parse(typed, field, path)
            }
            guard let problem = capture.answer(path, with: value) else {
                settle(path)
                if let value { tellDate(value, typed, at: path) }
                return true
            }
            tell(problem.message)
        } catch let problem as FieldProblem {
            tell(problem.message)
            if let advice = InterviewCommand.advice(on: typed) { tell(advice) }
        } catch let problem as Problem where field.item.type == .blob {
            tell(problem.message)
        }
        return false
    }

    /// What was understood of a date, where it was typed in another way.
    private func tellDate(_ value: FieldValue, _ typed: String, at path: FieldPath) {
        switch value {
        case .date(let date):
            guard typed.trimmingBlanks != date.description else { return }
            tell("= \(date.weekdayName) \(words(value, at: path))")
        case .instant where !typed.trimmingBlanks.isEmpty: tell("= \(words(value, at: path))")
        default: return
        }
    }

    private func parse(
        _ typed: String,
        _ field: FormField,
        _ path: FieldPath
    ) throws -> FieldValue? {
        switch field.item.type {
        case .blob:
            let name = typed.trimmingBlanks
            return .blob(
                try Attachments.copy(name.hasPrefix("@") ? String(name.dropFirst()) : name, store)
            )
        case .choice: return .choice(try choice(typed, at: path).name)
        case .choices: return .choices(of: try chosen(typed, at: path).map(\.name))
        case .rank: return .text(try chosen(typed, at: path).map(\.name).joined(separator: " "))
        case .text where field.item.suggestsRecordsOf != nil:
            return try field.parse(
                named(typed, field, at: path),
                at: path,
                today: capture.filling.surroundings.today
            )
        default:
            return try field.parse(typed, at: path, today: capture.filling.surroundings.today)
        }
    }

    /// What the form answers by itself where nothing is typed.
    private func standard(at path: FieldPath) -> FieldValue? {
        let filling = capture.filling
        return capture.form.defaults(for: filling.answers, in: filling.surroundings)[path]
    }

    /// No line of it is broken within a word; what stands there already is shown last.
    func prompt(for field: FormField, at path: FieldPath, after start: String) -> String {
        var lines = questionLines(field, at: path, after: start)
        let choices = capture.filling.choices(at: path)
        if !choices.isEmpty {
            let noun = field.item.namesRecordOf == nil ? "choices" : "records"
            lines +=
                choices.count > Self.choicesShownMax
                ? ["  \(choices.count) \(noun): type part of a name, or :list"]
                : choiceLines(choices, at: path)
            if field.item.suggestsRecordsOf != nil { lines.append("  or other words") }
        }
        let value = capture.filling.value(at: path) ?? standard(at: path)
        let half = halfTyped(at: path).map { "[half typed: \(inert($0))]" }
        let shown = half ?? value.map { "[\(words($0, at: path))]" } ?? ""
        let isLong = (lines.last ?? "").count + shown.count > Terminal.width - 4
        return choices.isEmpty
            ? lines.joined(separator: "\n") + (isLong ? "\n  " : shown.isEmpty ? "" : " ") + shown
                + ": "
            : lines.joined(separator: "\n") + "\n" + (value.map { words($0, at: path) } ?? "")
                + "> "
    }

    /// The question itself; to a person also that it is needed, its hint, and how it is answered.
    private func questionLines(
        _ field: FormField,
        at path: FieldPath,
        after start: String
    ) -> [String] {
        let isNeeded = Terminal.isInteractive && capture.filling.isRequired(path)
        let label = start + inert(capture.label(at: path)) + (isNeeded ? " (needed)" : "")
        let lines = FoldedText(label, toColumns: Terminal.width - 2).text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard Terminal.isInteractive else { return lines }
        let hint = capture.hint(at: path).map { inert($0).wrapped(Terminal.width - 4) } ?? []
        return lines + (hint + [typingWords(field, at: path)].compactMap(\.self)).map { "  " + $0 }
    }

    /// How an answer is typed in a line; of choices, by the numbers that they have.
    private func typingWords(_ field: FormField, at path: FieldPath) -> String? {
        let choices = capture.filling.choices(at: path)
        guard let words = field.item.type.typingWords,
            [.choices, .rank].contains(field.item.type), choices.count > 1
        else { return field.item.type.typingWords }
        guard choices.count <= Self.choicesShownMax else { return words + ", with commas between" }
        let numbers = ChoiceNumbers(choices)
        let some = field.item.type == .rank ? choices.reversed() : Array(choices.prefix(2))
        return words + ", such as " + some.map { numbers.number(of: $0) }.joined(separator: ",")
    }

    /// The value as a person reads it, a record by what it is called.
    func words(_ value: FieldValue, at path: FieldPath) -> String {
        capture.words(ofChosen: value, at: path).map(inert) ?? value.words
    }
}

extension FormField {
    /// True for a note that may have many lines.
    var isMultiline: Bool {
        item.appearance?.split(separator: " ").contains("multiline") == true
    }
}
