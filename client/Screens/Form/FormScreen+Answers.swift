// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// What comes to a form from outside of it.
extension FormScreen {
    /// The store has refused the record: the person stands at what is wrong.
    package mutating func show(_ found: FieldProblem) {
        if let path = FieldPath(found.path), capture.go(to: path) { arrive(at: path) }
        problem = found.message
    }

    /// The question at which the person stands.
    package var question: FieldPath? { editor?.path }

    /// Words that are typed, and no answer yet.
    package var typing: (path: FieldPath, text: String)? {
        editor.flatMap { editor in editor.halfTyped(in: capture).map { (editor.path, $0) } }
    }

    /// Goes on with words that were typed before, and not given as the answer.
    package mutating func resume(_ text: String, at path: FieldPath) {
        guard var editor, editor.path == path else { return }
        editor.resume(text)
        self.editor = editor
    }

    /// The text that the person wants to write in an editor of their own.
    package var textBeingTyped: String? { editor?.text }

    /// What was written in it is the answer at once: nothing that happens next takes it away.
    package mutating func write(_ text: String) -> [Effect] {
        guard var editor else { return [] }
        editor.content = .text(TextArea(text))
        self.editor = editor
        problem = nil
        return takes(editor, true) ? [.keepAnswers] : []
    }

    package mutating func complete(_ path: String, offers: [String]) {
        guard var file = editor?.file else { return }
        file.complete(path, offers)
        if file.completable == nil, offers.isEmpty { problem = "There is no file like that." }
        editor?.content = .file(file)
    }

    /// The file is on this device now, and the answer of the present question.
    package mutating func attach(_ file: BlobReference) -> [Effect] {
        guard let path = editor?.path else { return [] }
        if let refused = capture.answer(path, with: .blob(file)) {
            problem = refused.message
            return []
        }
        editor = QuestionEditor(path, in: capture)
        return take { $0.next().first?.message }
    }

    package mutating func refuse(_ words: String) { problem = words }
}
