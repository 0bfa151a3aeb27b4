// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// A form that is filled in: one question, or one page of them, at a time.
///
/// Where a person stands and what an answer leads to is `Capture`'s to say. Each answer that is
/// taken asks the program to keep it, so that nothing is lost however this ends.
package struct FormScreen: Screen {
    package internal(set) var capture: Capture
    /// Nil for a record that is being made.
    package let record: RecordID?
    var editor: QuestionEditor?
    var problem: String?
    /// Of the instances of a list, or of the answers at the end.
    var position = ListPosition(count: 0)
    /// Of a text that is longer than the window: which part is shown.
    var textPart = 0
    private var removal: InstanceID?

    /// Begins at a question of the page where `capture` stands, or at the first.
    package init(_ capture: Capture, record: RecordID? = nil, at question: FieldPath? = nil) {
        (self.capture, self.record) = (capture, record)
        arrive(at: question)
    }

    package var title: String { capture.form.definition.title }
    package var takesText: Bool { editor != nil }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        let isWarned = problem != nil
        problem = nil
        if key == .escape, editor != nil { return isWarned ? [.keepAnswers, .back] : leave() }
        if let effects = everywhere(key) { return effects }
        switch capture.stop {
        case .end: return atEnd(key)
        case .list(let list): return at(list: list, key)
        case .note:
            switch key {
            case .enter: return move { _ = $0.next() }
            case .down, .pageDown: textPart += 1
            case .up, .pageUp: textPart -= 1
            default: return nil
            }
            return []
        case .question, .page: return atQuestion(key)
        }
    }

    private mutating func everywhere(_ key: KeyPress) -> [Effect]? {
        if key == .tab, let path = editor?.file?.completable { return [.completePath(path)] }
        switch key {
        case .function(7) where isText: return [.write]
        case .backTab: return goBack()
        case .tab: return leaveQuestion { $0.skip() }
        case .function(2), .control("l"):
            capture.switchLanguage()
        case .function(3): textPart += 1
        // Who comes back later finds the language as they left it.
        case .function(5): return undo()
        case .function(6): return goToProblem()
        case .function(9): return leaveQuestion(onPage: nil) { $0.goToEnd() }
        default: return nil
        }
        return [.keepAnswers]
    }

    /// What is typed is kept; only what is no answer is left behind, by a second Esc.
    private mutating func leave() -> [Effect] {
        if editor?.file != nil { return [.back] }
        let effects = take(onPage: nil) { _ in nil }
        guard let words = problem else { return effects + [.back] }
        problem = "\(words) Esc again leaves; what is typed stays for the next time."
        return effects
    }

    /// What was typed here last, and then answers before it.
    private mutating func undo() -> [Effect] {
        if editor?.undoTyping() == true { return [] }
        guard let place = capture.undo() else {
            problem = "There is nothing more to take back."
            return []
        }
        arrive(at: place)
        problem = "Taken back: \(capture.label(at: place))"
        return [.keepAnswers]
    }

    /// What is typed is taken first; where that is no answer, it is what is wrong.
    private mutating func goToProblem() -> [Effect] {
        let effects = editor == nil ? [] : take(onPage: nil) { _ in nil }
        guard problem == nil else { return effects }
        guard let found = capture.goToProblem() else {
            problem = "Nothing is missing or wrong."
            return effects
        }
        arrive(at: FieldPath(found.path))
        problem = found.message
        return effects + [.keepAnswers]
    }

    private mutating func atQuestion(_ key: KeyPress) -> [Effect]? {
        guard var editor else { return key == .enter ? move { _ = $0.next() } : nil }
        if key == .function(4) {
            if isText { self.editor?.makeLong() }
            return []
        }
        if key == .enter, !editor.isLong { return take(byEnter: true) { $0.next().first?.message } }
        // Several lines that are pasted stay several.
        if isText, key.text?.contains(where: \.isNewline) == true { editor.makeLong() }
        let isUsed = editor.handle(key, in: capture)
        self.editor = editor
        if isUsed { return [] }
        switch key {
        case .up: return goBack()
        case .down: return leaveQuestion { $0.skip() }
        default: return nil
        }
    }

    /// To the question before, on a page to the one above; from behind a page to its last one.
    private mutating func goBack() -> [Effect] {
        let former = capture.stop
        let effects = leaveQuestion(onPage: .before) { $0.back() }
        if capture.stop != former { arrive(at: capture.questionsHere.last) }
        return effects
    }

    /// What is typed is an answer also for who moves on without Enter; a wrong one stays.
    ///
    /// A choice is made by Enter or Space alone.
    private mutating func leaveQuestion(
        onPage: Beside? = .after,
        _ way: (inout Capture) -> Void
    ) -> [Effect] {
        guard editor != nil else { return move(way) }
        return take(onPage: onPage) { capture in
            way(&capture)
            return nil
        }
    }

    /// Takes the answer, then goes; on a page first to the question beside it, if any is meant.
    mutating func take(
        byEnter: Bool = false,
        onPage: Beside? = .after,
        _ way: (inout Capture) -> String?
    ) -> [Effect] {
        guard let editor else { return [] }
        if let path = editor.file?.path, !path.isEmpty { return [.attach(file: path)] }
        guard takes(editor, byEnter) else { return [] }
        if let next = onPage.flatMap({ question($0, editor.path) }) {
            self.editor = QuestionEditor(next, in: capture)
        } else {
            let message = way(&capture)
            let wrong = message == nil ? nil : capture.problemsHere.first
            arrive(at: wrong.flatMap { FieldPath($0.path) })
            problem = message
        }
        // Where the person is, is kept with the draft; nothing is written where nothing differs.
        return [.keepAnswers]
    }

    /// What is typed becomes the answer, unless that is the same already: who passes a question
    /// that is needed is asked again at the end.
    mutating func takes(_ editor: QuestionEditor, _ byEnter: Bool) -> Bool {
        if case .fixed = editor.content { return true }
        do {
            let value = try editor.value(in: capture, byEnter: byEnter)
            guard value != capture.filling.answers[editor.path],
                let refused = capture.answer(editor.path, with: value)
            else { return true }
            problem = refused.message
        } catch {
            problem = error.message
        }
        return false
    }

    /// Which question of a page.
    enum Beside: Int { case before = -1, after = 1 }

    private func question(_ beside: Beside, _ path: FieldPath) -> FieldPath? {
        guard case .page = capture.stop else { return nil }
        let questions = capture.questionsHere
        guard let index = questions.firstIndex(of: path) else { return nil }
        let other = index + beside.rawValue
        return questions.indices.contains(other) ? questions[other] : nil
    }

    private mutating func move(_ way: (inout Capture) -> Void) -> [Effect] {
        way(&capture)
        arrive()
        return [.keepAnswers]
    }

    /// What is typed into, at the present stop.
    mutating func arrive(at wanted: FieldPath? = nil) {
        (removal, textPart) = (nil, 0)
        let questions = capture.questionsHere
        let path = wanted.flatMap { questions.contains($0) ? $0 : nil } ?? questions.first
        editor = path.map { QuestionEditor($0, in: capture) }
        switch capture.stop {
        case .list(let list): position = ListPosition(count: instances(of: list).count)
        case .end: position = ListPosition(count: endRows.count)
        default: position = ListPosition(count: 0)
        }
    }

    func instances(of list: FieldPath) -> [InstanceID] { capture.instances(of: list) }

    private mutating func at(list: FieldPath, _ key: KeyPress) -> [Effect]? {
        let instances = instances(of: list)
        if position.handle(key) {
            removal = nil
            return []
        }
        switch key {
        case .character("a") where capture.isOpenEnded(list):
            var random = SystemRandomNumberGenerator()
            let now = capture.filling.surroundings.now
            capture.addInstance(to: list, at: now, using: &random)
            arrive()
            return [.keepAnswers]
        case .character("d"), .delete:
            return remove(from: list, instances)
        case .enter where instances.isEmpty: return move { _ = $0.next() }
        case .enter:
            let chosen = list.instance(instances[position.index])
            return move { $0.go(to: chosen) }
        default: return nil
        }
    }

    private mutating func remove(from list: FieldPath, _ instances: [InstanceID]) -> [Effect] {
        guard capture.isOpenEnded(list), !instances.isEmpty else { return [] }
        let wanted = instances[position.index]
        guard removal == wanted else {
            removal = wanted
            problem = "This takes it away with all that is answered in it. d again does it."
            return []
        }
        capture.removeInstance(wanted, from: list)
        arrive()
        problem = "Taken away. F5 brings it back."
        return [.keepAnswers]
    }
}
