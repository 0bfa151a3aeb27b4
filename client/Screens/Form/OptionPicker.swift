// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The choices of a question: letters narrow them, arrows and Enter or Space choose.
struct OptionPicker: Sendable {
    private struct Option: Hashable {
        /// Nil for "no answer".
        let name: String?
        let label: String
    }

    private let path: FieldPath
    private let type: FormItem.Kind
    /// True where what is typed is an answer too, though no record is called that.
    private let takesWords: Bool
    private var typed = TextLine()
    private var position = ListPosition(count: 0)
    private var chosen: [String]
    /// What was chosen while it was offered: it may stay, and be taken away.
    private var kept: [Option] = []

    init(_ path: FieldPath, _ field: FormField, _ capture: Capture) {
        (self.path, type) = (path, field.item.type)
        takesWords = field.item.suggestsRecordsOf != nil
        chosen =
            switch capture.filling.value(at: path) {
            case .choice(let name): [name]
            case .choices(let names): names
            case .boolean(let flag): [flag ? "yes" : "no"]
            case .text(let words) where type == .text: [words]
            case .text(let names): names.split(separator: " ").map(String.init)
            case let value?: [value.typed]
            case nil: []
            }
        if let answer = capture.filling.value(at: path) {
            let dropped = field.dropped(in: answer)
            kept = field.listed.filter { dropped.contains($0.name) }.map {
                Option(name: $0.name, label: "\(capture.label(of: $0)) (no longer offered)")
            }
        }
        let options = options(capture)
        position.fit(count: options.count)
        position.move(to: options.firstIndex { $0.name == chosen.first } ?? 0)
    }

    var takesMany: Bool { type == .choices || type == .rank }

    private func options(_ capture: Capture) -> [Option] {
        let wanted = typed.text.lowercased()
        switch type {
        case .boolean, .acknowledge:
            let names = type == .boolean ? ["yes", "no"] : ["yes"]
            let fitting = names.filter { $0.hasPrefix(wanted) }
            return none + fitting.map { Option(name: $0, label: $0) }
        default:
            let found = capture.choices(at: path, near: typed.text)
                .map { Option(name: $0.name, label: capture.label(of: $0)) }
            return none + found + words(beside: found) + (typed.isEmpty ? kept : [])
        }
    }

    /// What is typed, or was answered, as it stands: never lit before a record that is found.
    private func words(beside found: [Option]) -> [Option] {
        let words = typed.isEmpty ? chosen.first ?? "" : typed.text
        guard takesWords, !words.isEmpty, !found.contains(where: { $0.name == words }) else {
            return []
        }
        return [Option(name: words, label: "\(words) (as it is written)")]
    }

    /// Nobody answers by a mere Enter, agrees to anything, or takes one person for another.
    private var none: [Option] {
        takesMany || !typed.isEmpty ? [] : [Option(name: nil, label: "(no answer)")]
    }

    private static let nothing =
        "Nothing can be chosen as things are: what is offered depends on earlier answers, or on"
        + " records that come with a sync. Tab goes on without an answer."

    mutating func handle(_ key: KeyPress, in capture: Capture) -> Bool {
        if key == .character(" "), takesMany, !goesOn(capture) {
            toggle(capture)
            return true
        }
        switch key {
        case .up, .down, .pageUp, .pageDown, .home, .end: return position.handle(key)
        case .left, .right: return false
        default:
            guard typed.handle(key) else { return false }
            position = ListPosition(count: options(capture).count)
            return true
        }
    }

    /// True where a space after what is typed still is the beginning of a label.
    private func goesOn(_ capture: Capture) -> Bool {
        guard !typed.isEmpty, !typed.text.hasSuffix(" ") else { return false }
        let wanted = typed.text.lowercased() + " "
        return options(capture).contains { $0.label.lowercased().contains(wanted) }
    }

    private mutating func toggle(_ capture: Capture) {
        let options = options(capture)
        guard options.indices.contains(position.index), let name = options[position.index].name
        else { return }
        if let index = chosen.firstIndex(of: name) {
            chosen.remove(at: index)
        } else {
            chosen.append(name)
        }
        typed = TextLine()
        let all = self.options(capture)
        position.fit(count: all.count)
        position.move(to: all.firstIndex { $0.name == name } ?? 0)
    }

    /// - Throws: When nothing fits what was typed.
    func value(in capture: Capture) throws(FieldProblem) -> FieldValue? {
        let options = options(capture)
        if takesMany, typed.isEmpty { return many }
        guard options.indices.contains(position.index) else {
            throw FieldProblem(
                path.text,
                .fieldChoice,
                typed.isEmpty
                    ? Self.nothing
                    : "None of the choices has '\(typed.text.prefix(40))' in it. Ctrl-U shows all."
            )
        }
        guard let name = options[position.index].name else { return nil }
        switch type {
        case .boolean, .acknowledge:
            return try capture.form.field(path)?
                .parse(name, at: path, today: capture.filling.surroundings.today)
        case .choices, .rank: return (chosen.contains(name) ? self : adding(name)).many
        case .text: return try text(name, in: capture)
        default: return .choice(name)
        }
    }

    /// What stands chosen for who moves on without Enter: a row that is only lit is no answer;
    /// words that are typed are one, where they can mean one thing only.
    ///
    /// - Throws: When they may mean several records, or none and a record alike.
    func kept(in capture: Capture) throws(FieldProblem) -> FieldValue? {
        guard takesWords, !typed.isEmpty else {
            return takesMany ? many : capture.filling.answers[path]
        }
        let form = capture.form.field(path)?.item.suggestsRecordsOf
        let called = form.map { capture.filling.surroundings.records($0).called(typed.text) } ?? []
        if called.count == 1 { return try text(called[0].description, in: capture) }
        let found = capture.choices(at: path, matching: typed.text)
        guard found.isEmpty else {
            throw FieldProblem(
                path.text,
                .fieldChoice,
                "'\(typed.text.prefix(40))' may mean a record: choose with the arrows, and Enter."
            )
        }
        return try text(typed.text, in: capture)
    }

    private func text(_ words: String, in capture: Capture) throws(FieldProblem) -> FieldValue? {
        try capture.form.field(path)?
            .parse(words, at: path, today: capture.filling.surroundings.today)
    }

    private func adding(_ name: String) -> OptionPicker {
        var picker = self
        picker.chosen.append(name)
        return picker
    }

    /// In a ranking the order in which they were chosen is the answer.
    private var many: FieldValue? {
        guard !chosen.isEmpty else { return nil }
        return type == .rank ? .text(chosen.joined(separator: " ")) : .choices(of: chosen)
    }

    func draw(on canvas: inout Canvas, in area: Area, _ capture: Capture) {
        let options = options(capture)
        var row = 0
        if typed.isEmpty, options.allSatisfy({ $0.name == nil }) {
            row = canvas.paragraph(Self.nothing, in: area, look: .dim)
        } else if options.count > 6 || !typed.isEmpty || takesWords {
            canvas.put("> ", row: area.rows.lowerBound, column: area.columns.lowerBound)
            let start = min(area.columns.lowerBound + 2, area.columns.upperBound)
            let rows = area.rows.prefix(1)
            typed.draw(
                on: &canvas,
                in: Area(rows: rows, columns: start..<area.columns.upperBound)
            )
            row = 1
        }
        let list = area.below(row).leavingRow(of: position, on: &canvas)
        canvas.list(position, in: list, widths: [type == .rank ? 5 : 3, 0]) { number in
            let option = options[number]
            let place = option.name.flatMap { chosen.firstIndex(of: $0) }
            let mark = type == .rank ? place.map { "\($0 + 1)." } : place.map { _ in "x" }
            let box = takesMany ? "[\(mark ?? " ")]" : mark.map { "(\($0))" } ?? "( )"
            return ListRow([box, option.label], look: place == nil ? [] : .bold)
        }
    }
}
