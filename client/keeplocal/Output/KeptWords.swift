// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Figures that were set by hand and stay, though the records moved: whoever prepares a return
/// decides whether the reason still holds.
struct KeptWords {
    fileprivate let kept: [ReturnKept]
    private let form: CompiledForm
    private let record: RecordID

    init(_ kept: [ReturnKept], _ form: CompiledForm, _ record: RecordID) {
        (self.kept, self.form, self.record) = (kept, form, record)
    }

    var lines: [String] {
        kept.flatMap { one in
            let label = inert(form.field(one.figure)?.label ?? one.figure.text)
            let words =
                "! \(label): \(one.byHand) stays, as it was set by hand because:"
                + " \(inert(one.reason)). The records counted \(one.was) then, and count"
                + " \(one.now) now."
            return words.wrapped(78) + [
                "  To take what they count: keeplocal return prepare \(record.short) --set"
                    + " \(one.figure.text)=\(one.now)"
            ]
        }
    }
}

extension JSON {
    func adding(_ words: KeptWords) -> JSON {
        guard case .object(var members) = self else { return self }
        members["kept"] = .array(
            words.kept.map { one in
                [
                    "figure": .string(one.figure.text), "byHand": .integer(one.byHand),
                    "was": .integer(one.was), "now": .integer(one.now),
                    "reason": .string(one.reason),
                ]
            }
        )
        return .object(members)
    }
}
