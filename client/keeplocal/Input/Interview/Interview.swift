// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation

/// Leads through a form one question at a time, in lines that a screen reader can follow.
///
/// Where to go is `Capture`'s to say. What was answered, and where the person is, is on the disk
/// before the next question shows.
struct Interview {
    let store: FieldStore
    var capture: Capture
    var draft: Draft
    /// What was typed at a question, on the full screen or in lines, and never given as its answer.
    var halfTyped: HalfTyped?
    /// A question whose choices were all read out.
    var listed: FieldPath?
    /// The question of a page at which the person is.
    var questionHere: FieldPath?
    /// True once the end was reached: from then on only what is missing or wrong is asked.
    var isMending = false
    private var hasGreeted = false
    /// True for a form that is only tried: nothing is kept then.
    let isTrial: Bool
    private var editing = LineEditing()
    /// Where the last question lay, as it was told.
    private var toldHeadings: [String] = []

    /// Goes on with what a draft holds.
    init(_ draft: Draft, _ filling: Filling, _ store: FieldStore, isTrial: Bool = false) {
        (self.draft, self.store) = (draft.opened(with: filling), store)
        (halfTyped, questionHere) = (draft.typed, draft.question)
        self.isTrial = isTrial
        capture = draft.capture(filling)
    }

    /// Asks until there is nothing left to ask or the person wants it saved.
    ///
    /// - Throws: `Exit` when the input ends or the person leaves; the draft is kept.
    mutating func run() throws {
        Terminal.letInterruptEndInput()
        if !hasGreeted { try greet() }
        while true {
            try keep()
            if capture.stop == .end {
                if try isFinished() { return }
            } else {
                try visit()
            }
        }
    }

    /// Goes back to what the form or the store would not have.
    ///
    /// - Throws: The problems, when no question is left that could mend them.
    mutating func mend(_ problems: FieldProblems) throws {
        for problem in problems.problems { tell(problem.description) }
        let isPlace = problems.problems.contains { problem in
            guard let path = FieldPath(problem.path), !capture.filling.isReadOnly(path) else {
                return false
            }
            return capture.go(to: path)
        }
        guard isPlace else { throw problems }
        Terminal.note("Nothing was saved yet. Please answer again:")
        isMending = true
    }

    private mutating func greet() throws {
        hasGreeted = true
        let title = inert(capture.form.definition.title)
        Terminal.note(
            "\(title). Enter goes on, ? explains, < goes back, > skips, ! shows what is missing."
                + " Commands begin with a colon: :help lists them."
        )
        if !isTrial, let why = try store.read({ try $0.hindrance(of: draft) }) {
            tell("This cannot be saved as things are now: \(why)", indent: "")
        }
        guard !draft.answers.isEmpty, !draft.isEdit else { return }
        Terminal.note(
            "Going on with what was begun, \(progressWords) answered; to throw it away:"
                + " keeplocal drafts discard \(draft.id.short)"
        )
    }

    /// "7 of about 19": the questions, as the full screen counts them.
    var progressWords: String { "\(capture.progress.done) of about \(capture.progress.total)" }

    /// Asks until the record as a whole is in order.
    mutating func saved(isRehearsal: Bool) throws -> Saved {
        while true {
            try run()
            do {
                if let saved = try finish(isRehearsal: isRehearsal) { return saved }
            } catch let problems as FieldProblems {
                try mend(problems)
            }
        }
    }

    private mutating func visit() throws {
        tellHeadings()
        switch capture.stop {
        case .question(let path): try ask(path)
        case .page(let page):
            tell(capture.label(at: page), indent: "")
            try askPage(page)
        case .note(let path):
            tell(capture.label(at: path), indent: "")
            if let hint = capture.hint(at: path) { tell(hint) }
            capture.skip()
        case .list(let path): try askList(path)
        case .end: return
        }
    }

    /// The groups and instances in which the next question lies, where they are others.
    private mutating func tellHeadings() {
        let headings = capture.headings
        guard headings != toldHeadings else { return }
        toldHeadings = headings
        if !headings.isEmpty { tell("-- \(headings.joined(separator: " · ")) --", indent: "") }
    }

    /// The end: saved when all is well and, on a terminal, the person says so.
    private mutating func isFinished() throws -> Bool {
        if let problem = capture.goToProblem() {
            Terminal.note("Nothing was saved yet. Please answer again:")
            tell(problem.message)
            isMending = true
            return false
        }
        guard Terminal.isInteractive else { return true }
        return try confirmsSummary()
    }

    /// After an answer: on to the next question, or to the next that is missing or wrong.
    mutating func moveOn() {
        guard isMending else {
            let problems = capture.next()
            for problem in problems { tell(problem.message) }
            return questionHere = problems.first.flatMap { FieldPath($0.path) }
        }
        let problem = capture.goToProblem()
        if problem == nil { capture.goToEnd() }
        questionHere = problem.flatMap { FieldPath($0.path) }
    }

    /// One line of a person; commands that are the same everywhere are done here.
    ///
    /// A paste of several lines is one answer with `joinsPaste`, and else none.
    ///
    /// - Returns: Nil when it was a command, after which the stop is looked at anew.
    mutating func line(_ prompt: String, joinsPaste: Bool = false) throws -> String? {
        guard var typed = ask(prompt) else { throw try leave("\n") }
        if let pasted = pastedLines() {
            guard joinsPaste else {
                tell("Several lines came at once, so none was taken. Type one answer.")
                return nil
            }
            tell("Taken as one answer of \(count(pasted.count + 1, "line")).")
            typed = ([typed] + pasted).joined(separator: "\n")
        }
        guard let command = InterviewCommand(typed) else {
            return typed.hasPrefix("\\") ? String(typed.dropFirst()) : typed
        }
        try obey(command)
        return nil
    }

    /// Nil at the end of the input.
    mutating func ask(_ prompt: String) -> String? { editing.ask(prompt) }

    /// Nil unless lines came at once behind the one that was asked for.
    mutating func pastedLines() -> [String]? { editing.pastedLines() }

    mutating func leave(_ start: String = "") throws -> Exit {
        try keep()
        let way = isTrial ? "This was a trial of a draft: nothing is kept." : draft.wayBack
        let standing =
            draft.isEdit ? "The record is as it was." : "Nothing was saved as a record yet."
        Terminal.note("\(start)\(standing) \(way)")
        return Exit(code: ExitStatus.failed)
    }

    func tell(_ text: String, indent: String = "  ") {
        for line in inert(text).wrapped(Terminal.width - indent.count) {
            Terminal.note(indent + line)
        }
    }
}
