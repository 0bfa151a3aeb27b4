// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Foundation
import Synchronization

/// The compiled forms of a server; a version, once read, never changes.
package final class FormShelf: Sendable {
    private struct Name: Hashable {
        let form: FormID
        let version: Int
    }

    private let forms = Mutex<[Name: CompiledForm]>([:])

    package init() {}

    /// Nil when the server has no such form or version.
    package func form(
        _ id: FormID,
        version: Int,
        in reader: any StorageReader
    ) throws -> CompiledForm? {
        let name = Name(form: id, version: version)
        if let known = forms.withLock({ $0[name] }) { return known }
        guard let definition = try reader.form(id, version: version) else { return nil }
        let form = try CompiledForm(JSONDecoder().decode(FormDefinition.self, from: definition))
        forms.withLock { $0[name] = form }
        return form
    }

    package func stored(_ state: RecordState, in reader: any StorageReader) throws -> StoredRecord {
        let form = try form(state.form, version: state.formVersion, in: reader)
        let conflicts = state.conflicts { form?.policy(for: $0) ?? .ask }
        let isOpen = conflicts.contains { $0.state == .open }
        return try StoredRecord(
            state,
            disputes: isOpen ? .open : conflicts.isEmpty ? .none : .settled
        )
    }
}
