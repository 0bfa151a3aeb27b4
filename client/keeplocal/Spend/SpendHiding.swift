// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend

extension StoreSession {
    /// What is not shown any more when a record goes; nil where nothing rests on it.
    func hidden(byDeleting record: RecordID) throws -> String? {
        guard let found = try self.record(record), found.form == (try formID("spend_definition")),
            let definition = SpendDefinition(found)
        else { return nil }
        let book = try SpendBook(self, council: found.scope.council.text)
        guard let resting = book.resting(on: definition.id) else { return nil }
        return "\(resting) by '\(definition.id)' stay, and are not shown without it; no other"
            + " definition can take its name."
    }
}
