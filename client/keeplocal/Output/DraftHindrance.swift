// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension StoreSession {
    /// Why a draft cannot become a record as things are now; nil where nothing stands in its way.
    ///
    /// Its answers are kept whatever it is.
    func hindrance(of draft: Draft) throws -> String? {
        let kept =
            "The answers are kept. Ask your coordinator, or throw it away with: keeplocal drafts"
            + " discard \(draft.id.short)"
        if draft.isEdit {
            guard try state(of: draft.id) == nil else { return nil }
            return "the record that it changes is not on this device any more, as your right to it"
                + " was taken away or it is gone. \(kept)"
        }
        guard let form = try form(draft.form, version: draft.formVersion) else {
            return "version \(draft.formVersion) of the form \(draft.form) is not on this device."
                + " Fetch it with: keeplocal sync. The answers are kept."
        }
        let place = Place(
            council: draft.header.council,
            organisation: draft.header.organisation
        )
        guard try scopes(of: form, in: place).isEmpty else { return nil }
        return "your role does not let you write records of this form there any more. \(kept)"
    }
}
