// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// What a form that is filled in or checked may ask of this device.
extension StoreSession {
    /// For filling a form in: the records of each form that it names are read now, and stay as they
    /// are until it is opened or saved the next time.
    package func surroundings(for form: CompiledForm) throws -> Surroundings {
        try surroundings(form.lists.all)
    }

    /// For checking: records that are offered as choices are read where a filter may leave an
    /// answer out.
    package func surroundings(checking form: CompiledForm) throws -> Surroundings {
        try surroundings(form.lists.lookedUp.union(form.lists.filtered))
    }

    /// For calculating: records that are merely offered as choices are not read.
    package func surroundings(calculating form: CompiledForm) throws -> Surroundings {
        try surroundings(form.lists.lookedUp)
    }

    private func surroundings(_ forms: Set<FormID>) throws -> Surroundings {
        let identity = try identity()
        var lists: [FormID: RecordList] = [:]
        for form in forms { lists[form] = try recordList(of: form) }
        return Surroundings(
            today: today,
            now: now,
            device: identity.device.description,
            person: identity.name,
            records: { [lists] form in lists[form] ?? .empty }
        )
    }

    /// The records of a form as choices and look-ups see them, read once in a transaction.
    ///
    /// - Complexity: The number of the form's records on this device, the first time.
    package func recordList(of id: FormID) throws -> RecordList {
        if let known = recordLists[id] { return known }
        guard let versions = try versions(of: id) else { return .empty }
        let own = Set(try pendingEntries().map(\.change.record))
        let rows = try states(form: id).map { state in
            try row(of: state, under: versions, isPulledOnly: !own.contains(state.record))
        }
        let list = RecordList(of: versions.newest, rows: rows)
        recordLists[id] = list
        return list
    }

    /// What a record is called that an answer names; nil for one that this device does not know.
    package func label(of name: String, in form: FormID) throws -> String? {
        if let list = recordLists[form] { return list.label(of: name) }
        let key = "\(form)/\(name)"
        if let known = recordLabels[key] { return known }
        let found = try readLabel(of: name, in: form)
        recordLabels[key] = .some(found)
        return found
    }

    private func readLabel(of name: String, in form: FormID) throws -> String? {
        guard let id = RecordID(name), let state = try state(of: id), state.form == form,
            let versions = try versions(of: form)
        else { return nil }
        let row = try row(of: state, under: versions, isPulledOnly: false)
        return row.isDeleted ? "\(row.label) (deleted)" : row.label
    }

    /// A list that was read in this transaction sees what is saved in it.
    func renewLists(after change: Change) throws {
        recordLabels = [:]
        guard var list = recordLists.removeValue(forKey: change.form),
            let versions = try versions(of: change.form), let state = try state(of: change.record)
        else { return }
        list.put(try row(of: state, under: versions, isPulledOnly: false))
        recordLists[change.form] = list
    }

    func row(
        of state: RecordState,
        under versions: FormVersions,
        isPulledOnly: Bool
    ) throws -> RecordList.Row {
        let (form, view) = (versions.newest, try view(state))
        let trunk = state.trunk.isEmpty ? nil : state.trunk
        return RecordList.Row(
            record: state.record,
            label: form.title(of: view.fields, in: Surroundings(today: today, now: now))
                ?? "\(form.definition.title) \(state.record.description.suffix(8))",
            fields: view.fields,
            base: isPulledOnly ? state.version : try base(of: state.record),
            trunk: isPulledOnly ? trunk : try self.trunk(of: state.record),
            isDeleted: view.isDeleted
        )
    }
}
