// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// Where a new record belongs, for people who work in more than one place.
package struct Place: Hashable, Sendable {
    package let council: CouncilID?
    package let organisation: OrganisationID?

    package init(council: CouncilID? = nil, organisation: OrganisationID? = nil) {
        (self.council, self.organisation) = (council, organisation)
    }
}

extension Scope {
    package var place: Place { Place(council: council, organisation: organisation) }
}

extension StoreSession {
    /// Saves a new record, with what a person who filled in the form would have got beside them.
    ///
    /// `record` names it, for those who must be able to make the same one again. With `asksAll`,
    /// an answer to a question that is not asked beside the others is wrong.
    ///
    /// - Throws: `FieldProblems` with every answer that is wrong, or `Problem` `form.closed`;
    ///   nothing was saved then.
    package func create(
        _ id: FormID,
        fields: [FieldPath: FieldValue],
        in place: Place = Place(),
        record: RecordID? = nil,
        asksAll: Bool = false
    ) throws -> Saved {
        try requireOpen(id)
        let form = try form(id)
        let filling = Filling(
            giving: fields,
            to: form,
            surroundings: try surroundings(checking: form)
        )
        let saver = EntitySaver(
            record: record ?? .make(at: now, using: &random),
            filling: filling,
            place: place,
            seen: [],
            altered: []
        )
        let record = filling.record(keeping: fields)
        let beyond = form.check(
            fields.keys,
            beyondCountsOf: record,
            in: filling.surroundings
        )
        guard beyond.isEmpty else { throw FieldProblems(beyond) }
        if asksAll { try form.requireAsked(fields.keys, of: record, in: filling.surroundings) }
        return try create(record, by: saver)
    }

    /// Saves the answers of a filling, and what its entities say, in an order in which the server
    /// takes them.
    func create(_ given: [FieldPath: FieldValue], by saver: EntitySaver) throws -> Saved {
        let form = saver.filling.form
        let scope = try scope(of: form, in: saver.place)
        let problems = form.check(record: given, in: try surroundings(checking: form))
        guard problems.isEmpty else { throw FieldProblems(problems) }
        guard try state(of: saver.record) == nil else {
            throw Problem(
                .recordExists,
                "This record was saved already, in another window. Nothing was saved twice. See:"
                    + " keeplocal show \(saver.record)"
            )
        }
        let entities = try writeEntities(of: saver)
        let target = Target(record: saver.record, form: form, scope: scope, base: 0)
        let change = try write(.create, target, patch: given.mapValues { Edit(to: $0) })
        return Saved(record: target.record, change: change.id, entities: entities)
    }

    /// The answers of a new record, with those that the form gives by default.
    ///
    /// - Throws: `FieldProblems` with each answer that is wrong; with `asksAll`, also with those to
    ///   questions that are not asked beside the others.
    package func checked(
        _ fields: [FieldPath: FieldValue],
        _ form: CompiledForm,
        asksAll: Bool = false
    ) throws -> [FieldPath: FieldValue] {
        let surroundings = try surroundings(checking: form)
        let filling = Filling(giving: fields, to: form, surroundings: surroundings)
        let given = filling.record(keeping: fields)
        let problems = form.check(record: given, in: surroundings)
        guard problems.isEmpty else { throw FieldProblems(problems) }
        if asksAll { try form.requireAsked(fields.keys, of: given, in: surroundings) }
        return given
    }

    /// Saves new answers of a record; an answer of nil clears the field.
    ///
    /// Fields that mean something only together are written together. A refused change of the same
    /// fields is replaced by this one.
    ///
    /// - Throws: `FieldProblems`, or `Problem` `conflict.disputed` for a field that waits for a
    ///   person's decision, or `permission.denied` for a record that stays as it is.
    ///
    /// `seen` is what an edit that was begun earlier had seen: what came since was not, so that
    /// another person's answer to the same question becomes a conflict and is not replaced.
    /// `version` is that of the form that it was begun with; without it, it is the newest. Answers
    /// in `asked` are wrong where their questions are not asked beside the others.
    package func edit(
        _ record: RecordID,
        fields: [FieldPath: FieldValue?],
        seen: Draft.Seen? = nil,
        version: Int? = nil,
        asked: Set<FieldPath> = [],
        reason: String? = nil
    ) throws -> Saved {
        let state = try known(record)
        try requireOwnReturn(state)
        let versions = try editingVersions(of: state, version: version)
        let form = versions.newest
        var target = try target(state, under: form)
        if let seen { (target.base, target.trunk) = (seen.base, seen.trunk) }
        let view = versions.view(state)
        guard !view.isDeleted else {
            throw Problem(.recordDeleted, "This record was deleted, so it cannot be edited.")
        }
        try state.requireUnsettled()
        try requireUndisputed(Set(fields.keys.flatMap { form.mergeGroup(of: $0) }), state)
        let fields = try keepingRhythm(of: state, in: fields, form)
        let refused = try journal(of: record).filter { $0.state == .refused }
        let isRefusedWhole = try isRefusedWhole(record)
        let changed = fields.filter {
            $0.value != view.fields[$0.key] || view.former[$0.key]?.isAsked == true
        }
        guard !changed.isEmpty || isRefusedWhole else { return Saved(record: record, change: nil) }
        if !isRefusedWhole { try form.definition.requireChangeable() }
        var after = view.fields
        for (path, value) in changed { after[path] = value }
        try check(after, form, against: view.fields, edited: Set(changed.keys), asked)
        let patch =
            isRefusedWhole
            ? after.mapValues { Edit(to: $0) } : edits(to: changed, from: view, seen, form)
        let kind: Change.Kind = isRefusedWhole ? .create : .edit
        let change = try write(kind, target, patch: patch, reason: reason)
        for entry in refused
        where isRefusedWhole || Set(entry.change.patch.keys).isSubset(of: patch.keys) {
            try set(.dropped, of: entry.number)
        }
        return Saved(record: record, change: change.id)
    }

    /// What follows from new answers of a record by its form; disputed fields stay as they are.
    package func following(
        _ fields: [FieldPath: FieldValue?],
        in state: RecordState
    ) throws -> [FieldPath: FieldValue?] {
        try requireOwnReturn(state)
        let versions = try editingVersions(of: state)
        let (form, view) = (versions.newest, versions.view(state))
        return form.following(fields, in: view.fields, in: try surroundings(for: form))
            .filter { view.disputedFields.isDisjoint(with: form.mergeGroup(of: $0.key)) }
    }

    /// Sends every refused change of a record once more, as it was: upon the base it was made on,
    /// as its author has not looked at anything newer.
    package func sendAgain(_ record: RecordID) throws -> [ChangeID] {
        let refused = try journal(of: record).filter { $0.state == .refused }
        return try refused.map { entry in
            let former = entry.change
            guard let form = try form(former.form, version: former.formVersion) else {
                throw Problem(.formUnknown, "This device has no form \(former.form).")
            }
            let target = Target(
                record: record,
                form: form,
                scope: former.scope,
                base: former.base,
                trunk: former.trunk
            )
            let change = try write(
                former.kind,
                target,
                patch: former.patch,
                step: former.step?.withoutProof,
                reason: former.reason
            )
            try set(.dropped, of: entry.number)
            return change.id
        }
    }

    package func delete(_ record: RecordID, reason: String?) throws -> Saved {
        let (target, state) = try target(record)
        guard !state.isDeleted else { return Saved(record: record, change: nil) }
        try state.requireUnsettled()
        if try view(state).disputedFields.contains(.exists) {
            throw Problem(
                .conflictDisputed,
                "Whether this record goes is disputed, and waits for a decision. Settle it with:"
                    + " keeplocal conflict take \(ConflictID(record: record, field: .exists))"
                    + " CANDIDATE --reason TEXT"
            )
        }
        let edit = Edit(to: .boolean(false), was: .boolean(true))
        let change = try write(.delete, target, patch: [.exists: edit], reason: reason)
        return Saved(record: record, change: change.id)
    }

    /// Whatever version names the fields: what was written under a newer one may dispute them.
    private func requireUndisputed(_ paths: Set<FieldPath>, _ state: RecordState) throws {
        let versions = try editingVersions(of: state)
        let places = Set(paths.map(versions.place))
        let conflicts = versions.view(state).conflicts
        guard let disputed = conflicts.first(where: { places.contains($0.field) }) else { return }
        throw Problem(
            .conflictDisputed,
            "\(disputed.field) is disputed, and waits for a decision. Settle it with:"
                + " keeplocal conflict take \(disputed.id) CANDIDATE --reason TEXT"
        )
    }

    private func edits(
        to changed: [FieldPath: FieldValue?],
        from former: Record,
        _ seen: Draft.Seen?,
        _ form: CompiledForm
    ) -> [FieldPath: Edit] {
        let before = seen?.fields ?? former.fields
        var patch: [FieldPath: Edit] = [:]
        for path in changed.keys {
            for member in form.mergeGroup(of: path) where patch[member] == nil {
                let was = before[member]
                if let to = changed[member] {
                    patch[member] = Edit(to: to, was: was ?? former.onFormerScale(member))
                } else if let was,
                    form.check(
                        patch: [member: was],
                        today: today,
                        now: now,
                        keeping: [member: was]
                    ).isEmpty
                {
                    // A partner that has no answer, or one that this form does not allow any more,
                    // says nothing.
                    patch[member] = Edit(to: was, was: was)
                }
            }
        }
        return patch
    }

    /// Only what this edit made wrong stands in its way.
    private func check(
        _ fields: [FieldPath: FieldValue],
        _ form: CompiledForm,
        against former: [FieldPath: FieldValue],
        edited: Set<FieldPath>,
        _ asked: Set<FieldPath>
    ) throws {
        let surroundings = try surroundings(checking: form)
        let before = Set(form.check(record: former, in: surroundings, keeping: former))
        let wrong = form.check(record: fields, in: surroundings, keeping: former).filter {
            problem in
            !before.contains(problem) || edited.contains { $0.text == problem.path }
        }
        let given = edited.filter { fields[$0] != nil }
        let beyond = form.check(given, beyondCountsOf: fields, in: surroundings)
        guard wrong.isEmpty, beyond.isEmpty else { throw FieldProblems(wrong + beyond) }
        try form.requireAsked(asked.intersection(given), of: fields, in: surroundings)
    }
}

extension CompiledForm {
    /// - Throws: `FieldProblems` with every answer that is to a question that is not asked.
    fileprivate func requireAsked(
        _ given: some Sequence<FieldPath>,
        of record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) throws {
        let problems = check(asking: given, of: record, in: surroundings)
        guard problems.isEmpty else { throw FieldProblems(problems) }
    }
}

extension Record {
    fileprivate func onFormerScale(_ path: FieldPath) -> FieldValue? {
        guard let answer = former[path], answer.isAsked else { return nil }
        return .scaled(answer.value, formVersion: answer.formVersion)
    }
}
