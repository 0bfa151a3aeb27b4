// SPDX-License-Identifier: Apache-2.0

/// One filled form as a person reads it.
package struct Record: Hashable, Sendable {
    package let id: RecordID
    package let form: FormID
    package let formVersion: Int
    package let scope: Scope
    package let version: Sequence64
    package let isDeleted: Bool
    /// Fields with a value; a disputed one has its last agreed value.
    package let fields: [FieldPath: FieldValue]
    /// Open ones only.
    package let conflicts: [Conflict]

    package var disputedFields: Set<FieldPath> { Set(conflicts.map(\.field)) }
}

extension RecordState {
    package func view(_ policy: (FieldPath) -> MergePolicy) -> Record {
        var fields: [FieldPath: FieldValue] = [:]
        for (path, register) in registers where path != .exists {
            fields[path] = register.reading(policy(path)).value
        }
        return Record(
            id: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            version: version,
            isDeleted: isDeleted,
            fields: fields,
            conflicts: conflicts(policy).filter { $0.state == .open }
        )
    }
}
