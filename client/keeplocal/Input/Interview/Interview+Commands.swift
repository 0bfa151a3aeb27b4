// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension Interview {
    mutating func obey(_ command: InterviewCommand) throws {
        switch command {
        case .help: Terminal.note(InterviewCommand.words)
        case .explain: explain()
        case .back: goBack()
        case .skip: skip()
        case .missing: goToMissing()
        case .list: listHere()
        case .undo: undo()
        case .language(let name): speak(name)
        case .clear: clear()
        case .edit: try write()
        case .go(let place): go(place)
        case .quit: throw try leave()
        }
    }

    private mutating func goToMissing() {
        if let problem = capture.goToProblem() {
            questionHere = FieldPath(problem.path)
            tell(problem.message)
        } else {
            tell("Nothing is missing and nothing is wrong.")
        }
    }

    private mutating func undo() {
        guard let place = capture.undo() else { return tell("There is nothing to take back.") }
        questionHere = place
        tell("Taken back: \(capture.label(at: place))")
    }

    private mutating func clear() {
        guard askedNow.count == 1, let path = askedNow.first else { return }
        settle(path)
        if let problem = capture.answer(path, with: nil), problem.code != .fieldRequired {
            tell(problem.message)
        }
    }

    private mutating func speak(_ name: String?) {
        guard capture.languages.count > 1 else { return tell("The form has one language only.") }
        if let name {
            guard capture.speak(name) else {
                let names = capture.languages.joined(separator: ", ")
                return tell("The form has no '\(name)'. It has: \(names)")
            }
        } else {
            capture.switchLanguage()
        }
    }

    private func explain() {
        for path in askedNow { explain(path) }
        if case .list = capture.stop {
            tell("y adds one; a number opens one; - and a number takes one away; Enter goes on.")
        }
    }

    func explain(_ path: FieldPath) {
        guard let field = capture.form.field(path) else { return }
        tell("It takes \(field.item.words).")
        if let form = field.item.suggestsRecordsOf {
            tell("The name of a record of the form \(form) is that record; other words are kept.")
        }
        for text in [capture.hint(at: path), capture.guidance(at: path)].compactMap(\.self) {
            tell(text)
        }
        if let rule = capture.rule(at: path) { tell("Rule: \(rule).") }
        if let reader = field.item.usedBy { tell("Used by \(reader).") }
    }

    private mutating func listHere() {
        if askedNow.count == 1, let path = askedNow.first,
            !capture.filling.choices(at: path).isEmpty
        {
            listed = path
            for line in choiceLines(capture.filling.choices(at: path), at: path) {
                Terminal.note(line)
            }
        } else {
            for line in summaryLines { Terminal.note(line) }
        }
    }

    private mutating func go(_ place: String) {
        if let number = Int(place), summary.indices.contains(number - 1) {
            questionHere = summary[number - 1].path
            capture.go(to: summary[number - 1].path)
        } else if let path = FieldPath(place), capture.go(to: path) {
            questionHere = path
        } else {
            tell("There is no answer '\(place)'. See them with :list")
        }
    }
}
