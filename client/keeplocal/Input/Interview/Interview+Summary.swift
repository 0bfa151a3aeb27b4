// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// All answers once more, before they become a record.
extension Interview {
    var summary: [(path: FieldPath, value: FieldValue)] {
        capture.form.ordered(asked).map { (path: $0.0, value: $0.1) }
    }

    private var asked: [FieldPath: FieldValue] {
        capture.filling.record.filter { capture.form.field($0.key)?.isAsked == true }
    }

    /// The answers with their numbers, those of an instance below a heading.
    var summaryLines: [String] {
        var number = 0
        let counted = capture.filling.countedInstances
        return capture.form.outline(of: asked, in: counted).map { row in
            let indent = String(repeating: "  ", count: row.depth)
            switch row {
            case .instance(let path, let place, let count):
                let label = inert(capture.label(at: path))
                return "    \(indent)\(label) \(place) of \(count)"
            case .answer(let path, let value):
                number += 1
                let start = String(number).padded(4) + indent
                let label = inert(capture.label(at: path)).shortened(to: 34).padded(34)
                let words = words(value, at: path)
                let rest = max(10, Terminal.width - 38 - start.count)
                return "\(start)\(label)  "
                    + words.replacing("\n", with: " / ").shortened(to: rest)
            }
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
