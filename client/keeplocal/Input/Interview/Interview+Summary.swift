// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// All answers once more, before they become a record.
extension Interview {
    var summary: [(path: FieldPath, value: FieldValue)] {
        capture.form.ordered(capture.filling.record)
            .filter { capture.form.field($0.0)?.isAsked == true }
            .map { (path: $0.0, value: $0.1) }
    }

    var summaryLines: [String] {
        summary.enumerated().map { number, answer in
            let label = inert(capture.label(at: answer.path)).shortened(to: 34).padded(34)
            let field = capture.form.field(answer.path)
            let words = field.map { self.words(answer.value, $0) } ?? answer.value.words
            let rest = max(10, Terminal.width - 42)
            return "\(String(number + 1).padded(4))\(label)  "
                + words.replacing("\n", with: " / ").shortened(to: rest)
        }
    }

    /// - Returns: True when the person wants it saved.
    mutating func confirmsSummary() throws -> Bool {
        Terminal.note("\nYour answers:")
        for line in summaryLines { Terminal.note(line) }
        let enter = isTrial ? "Enter ends the trial" : "Enter saves them"
        guard
            let typed = try line("\(enter); a number goes to that answer; :quit leaves: ")
        else { return false }
        let text = typed.trimmingBlanks.lowercased()
        if text.isEmpty || text == "y" || text == "yes" || text == "save" { return true }
        if let number = Int(text), summary.indices.contains(number - 1) {
            isMending = capture.go(to: summary[number - 1].path)
        } else {
            tell("'\(text.prefix(50))' is none of: Enter, the number of an answer, :quit.")
        }
        return false
    }
}
