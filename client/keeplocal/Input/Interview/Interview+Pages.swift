// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Questions that stand on one page, asked in turn.
extension Interview {
    /// A command that leads away from the page leaves it, to be looked at anew.
    mutating func askPage(_ page: FieldPath) throws {
        let stop = capture.stop
        if questionHere.map(questionsOfPage.contains) != true {
            questionHere = questionsOfPage.first
        }
        var told: Set<FieldPath> = []
        while let path = questionHere, let field = capture.form.field(path) {
            tellNotes(of: page, before: path, &told)
            guard try isAnswered(field, at: path) else {
                if capture.stop != stop { return }
                continue
            }
            questionHere = question(after: path)
            guard try keep() else { return }
        }
        tellNotes(of: page, before: nil, &told)
        moveOn()
    }

    /// False when it was a command, or no answer of the question.
    private mutating func isAnswered(_ field: FormField, at path: FieldPath) throws -> Bool {
        if takesLines(field, at: path) { return try askLines(path) }
        let prompt = prompt(for: field, at: path, after: "  ")
        guard let typed = try line(prompt, joinsPaste: field.item.type == .text) else {
            return false
        }
        return try accepts(typed, for: field, at: path)
    }

    /// What the page says above a question, each once; of nil, what is left of it.
    private func tellNotes(
        of page: FieldPath,
        before path: FieldPath?,
        _ told: inout Set<FieldPath>
    ) {
        for member in capture.members(of: page) {
            if member == path { return }
            let isGiven =
                capture.filling.isReadOnly(member) && capture.filling.value(at: member) != nil
            let isNote = capture.form.field(member)?.item.type == .note
            guard isNote || isGiven, told.insert(member).inserted else { continue }
            guard isNote else {
                tellGiven(member)
                continue
            }
            tell(capture.label(at: member), indent: "")
            if let hint = capture.hint(at: member) { tell(hint) }
        }
    }

    /// On to the next question of the page, or else of the form.
    mutating func moveOn(from path: FieldPath) {
        if case .page = capture.stop, !isMending, let next = question(after: path) {
            return questionHere = next
        }
        moveOn()
    }

    private var questionsOfPage: [FieldPath] {
        guard case .page = capture.stop else { return [] }
        return capture.questionsHere.filter { !capture.filling.isReadOnly($0) }
    }

    private func question(after path: FieldPath) -> FieldPath? {
        let all = questionsOfPage
        // An answer may have taken its own question away.
        guard let place = all.firstIndex(of: path) else { return nil }
        return all.dropFirst(place + 1).first
    }

    /// To the question before, past what only is read: that would lead on again.
    mutating func goBack() {
        let all = questionsOfPage
        if let place = questionHere.flatMap({ all.firstIndex(of: $0) }), place > 0 {
            return questionHere = all[place - 1]
        }
        repeat {
            guard capture.back() else { return tell("This is the first question.") }
        } while isOnlyRead
        questionHere = questionsOfPage.last
    }

    /// Past the question for now, on a page to the next one of it.
    mutating func skip() {
        if let next = questionHere.flatMap(question(after:)) { return questionHere = next }
        questionHere = nil
        capture.skip()
    }

    private var isOnlyRead: Bool {
        switch capture.stop {
        case .note: true
        case .question(let path): capture.filling.isReadOnly(path)
        case .page, .list, .end: false
        }
    }

    /// The questions that a command is about: the one that is asked, or all of the page.
    var askedNow: [FieldPath] {
        let here = capture.questionsHere
        return questionHere.flatMap { here.contains($0) ? [$0] : nil } ?? here
    }
}
