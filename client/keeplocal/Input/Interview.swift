// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation

/// Fills in a form by asking, one question at a time; every answer is kept at once.
struct Interview {
    private let form: CompiledForm
    private let store: FieldStore
    private let (today, now): (PlainDate, Instant)
    private(set) var answers: [FieldPath: FieldValue]
    private var asked: Set<String> = []
    private var hasBegun = false
    /// What alone is asked in a run after the first: skipped questions stay skipped.
    private var wrong: Set<FieldPath>?
    /// True when the last run asked anything.
    private var hasAsked = false

    /// Goes on with what was begun and not finished.
    init(_ form: CompiledForm, _ store: FieldStore) throws {
        (self.form, self.store) = (form, store)
        (today, now) = (Instant.now.localDate, Instant.now)
        answers = try store.read { try $0.draft(of: form.id) } ?? [:]
    }

    /// - Throws: `Exit` when the input ends; the answers so far are kept.
    mutating func run() throws {
        asked = []
        hasAsked = false
        if !hasBegun {
            let title = inert(form.definition.title)
            Terminal.note("\(title). Enter skips a question, ? explains it.")
            if !answers.isEmpty {
                Terminal.note(
                    "Going on with \(count(answers.count, "answer")) from the last time; to throw"
                        + " them away: keeplocal new \(form.id) --discard"
                )
            }
        }
        hasBegun = true
        for field in form.fields where !field.isCalculated {
            guard let repeated = field.ancestors.first(where: \.repeats) else {
                let path = FieldPath(field.template) ?? .exists
                try ask(field, at: path)
                continue
            }
            try askInstances(of: repeated.name)
        }
    }

    /// Takes the answers that are wrong out of the draft, so that the next run asks them again.
    ///
    /// - Throws: The problems, when no question is left that could mend them.
    mutating func askAgain(about problems: FieldProblems) throws {
        let wrong = Set(problems.problems.compactMap { FieldPath($0.path) })
        guard !wrong.isDisjoint(with: answers.keys) || hasAsked else { throw problems }
        for problem in problems.problems { Terminal.note("  " + inert(problem.description)) }
        Terminal.note("Nothing was saved yet. Please answer again:")
        self.wrong = wrong
        for path in wrong { answers[path] = nil }
        try store.write { [answers] in try $0.keep(draft: answers, of: form.id) }
    }

    private mutating func askInstances(of name: String) throws {
        guard asked.insert(name).inserted else { return }
        // What was begun the last time comes first: half an instance cannot be saved.
        let begun = answers.keys.flatMap(\.segments).filter { $0.name == name }
        for instance in Set(begun.compactMap(\.instance)).sorted() {
            try askInstance(instance, of: name)
        }
        guard wrong == nil else { return }
        while try line("Add one to \(name)? [y/N] ").lowercased().hasPrefix("y") {
            var random = SystemRandomNumberGenerator()
            try askInstance(InstanceID.make(at: .now, using: &random), of: name)
        }
    }

    private mutating func askInstance(_ instance: InstanceID, of name: String) throws {
        for field in form.fields
        where !field.isCalculated && field.ancestors.contains(where: { $0.name == name }) {
            let segments = field.template.split(separator: "/").map { part in
                FieldPath.Segment(name: String(part), instance: part == name ? instance : nil)
            }
            try ask(field, at: FieldPath(segments))
        }
    }

    private mutating func ask(_ field: FormField, at path: FieldPath) throws {
        guard answers[path] == nil, wrong?.contains(path) ?? true,
            form.isRelevant(path, in: answers, today: today, now: now)
        else { return }
        hasAsked = true
        let standard = form.defaults(for: answers, today: today, now: now)[path]
        while true {
            let typed = try line(prompt(for: field, standard))
            if typed == "?" {
                explain(field)
                continue
            }
            do {
                let value = try parse(typed, field, path)
                guard try accepts(value ?? standard, field, path) else { continue }
                return
            } catch let problem as FieldProblem {
                Terminal.note("  " + inert(problem.message))
            } catch let problem as Problem where field.item.type == .blob {
                Terminal.note("  " + inert(problem.message))
            }
        }
    }

    private func parse(
        _ typed: String,
        _ field: FormField,
        _ path: FieldPath
    ) throws -> FieldValue? {
        guard field.item.type == .blob, !typed.isEmpty else {
            return try field.parse(chosen(typed, field), at: path, today: today)
        }
        let name = typed.trimmingCharacters(in: .whitespaces)
        return .blob(
            try store.evidence.attach(name.hasPrefix("@") ? String(name.dropFirst()) : name)
        )
    }

    /// Keeps the answer, unless the form says that it is wrong.
    private mutating func accepts(
        _ value: FieldValue?,
        _ field: FormField,
        _ path: FieldPath
    ) throws -> Bool {
        var next = answers
        next[path] = value
        let wrong = form.check(record: next, today: today, now: now)
            .first { $0.path == path.text }
        if let wrong {
            Terminal.note("  " + inert(wrong.message))
            return false
        }
        answers = next
        try store.write { try $0.keep(draft: next, of: form.id) }
        return true
    }

    private func prompt(for field: FormField, _ standard: FieldValue?) -> String {
        var text = inert(field.label)
        if field.choices.count > 0, field.choices.count <= 12 {
            let list = field.choices.enumerated().map { "  \($0 + 1)  \(inert($1.label))" }
            text += "\n" + list.joined(separator: "\n") + "\n"
        }
        return text + (standard.map { " [\(field.words($0))]" } ?? "") + ": "
    }

    /// A choice may be named by its number in the list.
    private func chosen(_ typed: String, _ field: FormField) -> String {
        guard [.choice, .choices].contains(field.item.type) else { return typed }
        let words = typed.split { " ,".contains($0) }.map { word -> String in
            guard let number = Int(word), field.choices.indices.contains(number - 1),
                !field.choices.contains(where: { $0.name == word })
            else { return String(word) }
            return field.choices[number - 1].name
        }
        return words.allSatisfy { word in field.choices.contains { $0.name == word } }
            ? words.joined(separator: ",") : typed
    }

    private func explain(_ field: FormField) {
        Terminal.note("  It takes \(field.item.type.words).")
        if let hint = field.item.hint { Terminal.note("  " + inert(hint)) }
        if let rule = field.item.constraintMessage { Terminal.note("  Rule: \(inert(rule)).") }
        if let reader = field.item.usedBy { Terminal.note("  Used by \(inert(reader)).") }
    }

    private func line(_ prompt: String) throws -> String {
        guard let line = Terminal.ask(prompt) else {
            Terminal.note(
                "\nNothing was saved as a record yet. Your answers are kept; go on with:"
                    + " keeplocal new \(form.id)"
            )
            throw Exit(code: ExitStatus.failed)
        }
        return line
    }
}
