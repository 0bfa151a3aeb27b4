// SPDX-License-Identifier: Apache-2.0

/// One filled form as a person reads it.
package struct Record: Hashable, Sendable {
    /// An answer that the form asks otherwise now, or not any more: kept, and shown as what it is.
    package struct Former: Hashable, Sendable {
        package let value: FieldValue
        /// The version of the form that asked for it so.
        package let formVersion: Int
        /// False where no question of the form stands at this place now; true where the question
        /// has another scale.
        package let isAsked: Bool
    }

    package let id: RecordID
    package let form: FormID
    /// The version of the form that it is read under.
    package let formVersion: Int
    package let scope: Scope
    package let version: Sequence64
    package let isDeleted: Bool
    /// Fields with a value; a disputed one has its last agreed value.
    package private(set) var fields: [FieldPath: FieldValue]
    /// Open ones only.
    package let conflicts: [Conflict]
    /// Never among `fields`: nothing is computed from both.
    package private(set) var former: [FieldPath: Former]

    package var disputedFields: Set<FieldPath> { Set(conflicts.map(\.field)) }

    /// The same record with the answers set apart that no question asks for any more; `retired`
    /// names the last version that did.
    package func settingApart(_ retired: (FieldPath) -> Int?) -> Record {
        var record = self
        for (path, value) in fields {
            guard let version = retired(path) else { continue }
            record.fields[path] = nil
            record.former[path] = Former(value: value, formVersion: version, isAsked: false)
        }
        return record
    }

    /// The same record as if a conflict were settled so.
    package func settling(_ field: FieldPath, as value: FieldValue?) -> Record {
        var settled = fields
        if field != .exists { settled[field] = value }
        return Record(
            id: id,
            form: form,
            formVersion: formVersion,
            scope: scope,
            version: version,
            isDeleted: field == .exists ? value == .boolean(false) : isDeleted,
            fields: settled,
            conflicts: conflicts.filter { $0.field != field },
            former: former
        )
    }

    /// The same record with these answers in place of its own, and nothing in dispute.
    package func answering(_ answers: [FieldPath: FieldValue]) -> Record {
        with(answers, conflicts: [], former: [:])
    }

    /// The same record with its fields at other places: for who knows them by former names.
    package func placing(_ place: (FieldPath) -> FieldPath) -> Record {
        with(
            fields.placing(place),
            conflicts: conflicts.map { $0.at($0.field == .exists ? .exists : place($0.field)) },
            former: former.placing(place)
        )
    }

    private func with(
        _ fields: [FieldPath: FieldValue],
        conflicts: [Conflict],
        former: [FieldPath: Former]
    ) -> Record {
        Record(
            id: id,
            form: form,
            formVersion: formVersion,
            scope: scope,
            version: version,
            isDeleted: isDeleted,
            fields: fields,
            conflicts: conflicts,
            former: former
        )
    }
}

extension Dictionary where Key == FieldPath {
    fileprivate func placing(_ place: (FieldPath) -> FieldPath) -> Self {
        Dictionary(map { (place($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Conflict {
    fileprivate func at(_ field: FieldPath) -> Conflict {
        Conflict(
            id: id,
            record: record,
            field: field,
            base: base,
            candidates: candidates,
            state: state,
            resolution: resolution,
            assignee: assignee,
            appeal: appeal
        )
    }
}

extension RecordState {
    package func view(
        _ policy: (FieldPath) -> MergePolicy,
        origin: (FieldPath) -> FieldPath = { $0 }
    ) -> Record {
        var fields: [FieldPath: FieldValue] = [:]
        var former: [FieldPath: Record.Former] = [:]
        for (path, register) in registers where path != .exists {
            switch register.reading(policy(path)).value {
            case .scaled(let value, let version)?:
                former[path] = Record.Former(value: value, formVersion: version, isAsked: true)
            case let value: fields[path] = value
            }
        }
        return Record(
            id: record,
            form: form,
            formVersion: formVersion,
            scope: scope,
            version: version,
            isDeleted: isDeleted,
            fields: fields,
            conflicts: conflicts(policy, origin: origin).filter { $0.state == .open },
            former: former
        )
    }
}
