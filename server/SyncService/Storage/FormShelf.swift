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
    /// By form and its newest version: what is read in a snapshot depends on nothing else.
    private let chains = Mutex<[Name: FormVersions]>([:])

    private let memory: FormMemory

    package init(memory: FormMemory = FormMemory()) { self.memory = memory }

    /// Nil when the server has no such form or version.
    package func form(
        _ id: FormID,
        version: Int,
        in reader: any StorageReader
    ) throws -> CompiledForm? {
        let name = Name(form: id, version: version)
        if let known = forms.withLock({ $0[name] }) { return known }
        guard let definition = try reader.form(id, version: version) else { return nil }
        let form = try memory.form(from: definition)
        forms.withLock { $0[name] = form }
        return form
    }

    /// All versions of a form that the snapshot has; nil when there is none.
    package func versions(
        of id: FormID,
        in reader: any StorageReader
    ) throws -> FormVersions? {
        let numbers = try reader.formVersions(id)
        guard let newest = numbers.last else { return nil }
        let name = Name(form: id, version: newest)
        if let known = chains.withLock({ $0[name] }) { return known }
        let found = FormVersions(try numbers.compactMap { try form(id, version: $0, in: reader) })
        chains.withLock { $0[name] = found }
        return found
    }

    package func stored(_ state: RecordState, in reader: any StorageReader) throws -> StoredRecord {
        let versions = try versions(of: state.form, in: reader)
        return try StoredRecord(state, disputes: state.disputes(under: versions))
    }
}

extension RecordState {
    func disputes(under versions: FormVersions?) -> StoredRecord.Disputes {
        let conflicts = versions?.conflicts(self) ?? conflicts { _ in .ask }
        let isOpen = conflicts.contains { $0.state == .open }
        return isOpen ? .open : conflicts.isEmpty ? .none : .settled
    }
}
