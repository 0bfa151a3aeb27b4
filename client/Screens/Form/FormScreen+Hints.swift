// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// The keys that are of use where a person stands.
extension FormScreen {
    package var hints: [KeyHint] {
        let on = editor?.file?.completable == nil ? [KeyHint("Tab", "on")] : []
        let move = on + [KeyHint("⇧Tab", "back")]
        let language = capture.languages.count > 1 ? [KeyHint("F2", "language")] : []
        let rest = [KeyHint("F5", "undo"), KeyHint("F6", "missing"), KeyHint("F9", "end")]
        let last = [KeyHint("Esc", "later"), KeyHint("F3", "more of a long text")]
        // Where a form has several languages, the change of them has its place in a narrow window.
        return enterHints.prefix(1) + language + enterHints.dropFirst() + move + rest + last
    }

    private var enterHints: [KeyHint] {
        switch capture.stop {
        case .end:
            [KeyHint("Enter", endDeed)]
        case .list(let list):
            [KeyHint("Enter", "open")]
                + (capture.isOpenEnded(list) ? [KeyHint("a", "add"), KeyHint("d", "remove")] : [])
        case .question, .page, .note:
            textHints
        }
    }

    private var endDeed: String {
        let rows = endRows
        guard rows.indices.contains(position.index) else { return "save the record" }
        return switch rows[position.index] {
        case .save: "save the record"
        case .problem: "to what is missing"
        case .answer: "to the answer"
        }
    }

    private var textHints: [KeyHint] {
        if let file = editor?.file {
            let tab = file.completable == nil ? [] : [KeyHint("Tab", "complete")]
            return [KeyHint("Enter", "attach")] + tab
        }
        if editor?.takesMany == true {
            return [KeyHint("Space", "choose"), KeyHint("Enter", "answer")]
        }
        let own = isText ? [KeyHint("F7", "own editor")] : []
        if editor?.isLong == true { return [KeyHint("Enter", "new line")] + own }
        return [KeyHint("Enter", "answer")] + (isText ? [KeyHint("F4", "long text")] : []) + own
    }

    /// True where a text is asked for, rather than a number or a date.
    var isText: Bool {
        guard let editor, editor.text != nil else { return false }
        return capture.form.field(editor.path)?.item.type == .text
    }
}
