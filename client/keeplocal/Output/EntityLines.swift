// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

extension Saved {
    /// What was made or changed beside the record itself.
    func entityLines(in store: FieldStore) throws -> [String] {
        try store.read { session in
            try entities.map { entity in
                let title = inert(try session.form(entity.form).definition.title)
                let name = try session.label(of: entity.record.description, in: entity.form)
                let shown = "\(title) \(entity.record.short) (\(inert(name ?? "")))"
                guard entity.change != nil else { return "  As it was: \(shown)" }
                return entity.isNew ? "  Made with it: \(shown)" : "  Changed with it: \(shown)"
            }
        }
    }
}
