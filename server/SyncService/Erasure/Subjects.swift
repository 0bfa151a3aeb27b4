// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// Which participants a record names: the values of fields that are records of other case data.
extension FormShelf {
    /// True where a change touches such a field.
    func mayName(_ change: Change, in reader: any StorageReader) throws -> Bool {
        guard let forms = try versions(of: change.form, in: reader) else { return false }
        return try change.patch.keys.contains { try isReference($0, forms, in: reader) }
    }

    /// Told of every value that the record has, disputed or not; but of another record of the same
    /// person only what everybody agrees now, as joined and parted again means two people.
    package func subjects(
        of state: RecordState,
        in reader: any StorageReader
    ) throws -> Set<String> {
        guard let forms = try versions(of: state.form, in: reader) else { return [] }
        var subjects = Set(try joined(state, in: reader).map(\.description))
        for (path, register) in state.registers
        where try isReference(path, forms, in: reader) && !isOwn(path, forms, state.form) {
            for write in register.writes { subjects.formUnion(write.edit.subjects) }
        }
        return subjects
    }

    /// The same of one change that is not part of a record.
    func subjects(of change: Change, in reader: any StorageReader) throws -> Set<String> {
        guard let forms = try versions(of: change.form, in: reader) else { return [] }
        var subjects: Set<String> = []
        for (path, edit) in change.patch where try isReference(path, forms, in: reader) {
            subjects.formUnion(edit.subjects)
        }
        return subjects
    }

    /// The records that one says are the same person as it, as everybody agrees now.
    func joined(_ state: RecordState, in reader: any StorageReader) throws -> Set<RecordID> {
        guard let forms = try versions(of: state.form, in: reader) else { return [] }
        let found = state.registers.compactMap { path, register -> RecordID? in
            let reading = register.reading(.ask)
            guard isOwn(path, forms, state.form), reading.disputed.isEmpty,
                case .text(let name)? = reading.value
            else { return nil }
            return RecordID(name)
        }
        return Set(found)
    }

    private func isOwn(_ path: FieldPath, _ forms: FormVersions, _ form: FormID) -> Bool {
        forms.all.contains { $0.field(path)?.item.namesRecordOf == form }
    }

    /// In whichever version the field was asked: a record names whom it named, whatever a later
    /// version calls the field, or leaves out.
    private func isReference(
        _ path: FieldPath,
        _ forms: FormVersions,
        in reader: any StorageReader
    ) throws -> Bool {
        let targets = forms.all.filter { $0.definition.audience == .organisation }
            .compactMap { $0.field(path)?.item.namesRecordOf }
        guard let target = targets.last else { return false }
        // A service is named in case data too, and is nobody.
        return try self.form(target, version: 1, in: reader)?.definition.category == .caseData
    }
}

extension Edit {
    fileprivate var subjects: Set<String> {
        // What a decision set aside is not said any more.
        let values = [to] + (reopened ?? []).map(\.value)
        return Set(values.flatMap { $0?.subjects ?? [] })
    }
}

extension FieldValue {
    /// Identifiers as they are written canonically, else what the organisation calls the person.
    fileprivate var subjects: [String] {
        let names: [String] =
            switch self {
            // Chosen among the records on a device, or written.
            case .text(let text), .choice(let text): [text]
            case .choices(let names): names
            default: []
            }
        return names.filter { !$0.isEmpty }.map { RecordID($0)?.description ?? $0 }
    }
}
