// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// A form that was not published yet, tried as people will see it.
extension Interview {
    static func trying(_ form: CompiledForm, in store: FieldStore) throws -> Interview {
        let (draft, filling) = try store.read { session in
            let draft = session.trial(of: form)
            return (draft, try session.filling(of: draft, form))
        }
        return Interview(draft, filling, store, isTrial: true)
    }

    /// Asks until the record as a whole is in order; the answers are given back, and not kept.
    mutating func tried() throws -> [FieldPath: FieldValue] {
        while true {
            try run()
            do {
                return try store.read { try $0.checked(capture.filling.record, capture.form) }
            } catch let problems as FieldProblems {
                try mend(problems)
            }
        }
    }
}
