// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// What commands call a field, and where the newest version of its form has it.
extension StoreSession {
    func placed(_ name: String, _ form: FormID) throws -> FieldPath? {
        guard let path = FieldPath(name) else { return nil }
        return try versions(of: form)?.place(of: path) ?? path
    }

    func placed(
        _ fields: some Sequence<(String, FieldValue)>,
        _ form: FormID
    ) throws -> [FieldPath: FieldValue] {
        var placed: [FieldPath: FieldValue] = [:]
        for (name, value) in fields {
            guard let path = try self.placed(name, form) else { continue }
            placed[path] = value
        }
        return placed
    }
}
