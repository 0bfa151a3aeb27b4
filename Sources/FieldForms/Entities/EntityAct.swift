// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a record that is saved for the first time does to a record of another form.
package struct EntityAct: Sendable {
    package struct Answer: Hashable, Sendable {
        /// Where it was given.
        package let path: FieldPath
        package let value: FieldValue
    }

    package let form: FormID
    /// The instance that it is made of; nil of the record itself.
    package let place: FieldPath?
    /// The question whose answer names the other record, where a single one does.
    package let question: FieldPath?
    /// The record that it names; nil where one is made.
    package let record: RecordID?
    package let creates: Bool
    package let updates: Bool
    package let label: String
    /// By the field that each is saved to; a question without an answer writes nothing.
    package let answers: [String: Answer]

    /// The identifier of the record that it makes: the same one whenever this record is saved.
    package func made(by saver: RecordID) -> RecordID {
        if let record { return record }
        let text = "entity\n\(form)\n\(saver)\n\(place?.text ?? "")"
        let bytes = Hash(of: Array(text.utf8)).bytes
        let word = { (part: Range<Int>) in bytes[part].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        // UUID version 8, beginning as the saver's does, so that the two stand together in lists.
        return RecordID(
            high: saver.high & ~0xFFFF | 0x8000 | word(0..<2) & 0x0FFF,
            low: word(2..<10) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }
}

extension Filling {
    /// What its entities do, in the order of the form.
    ///
    /// - Throws: `FieldProblem` for an answer that should name a record and does not.
    package func entityActs() throws(FieldProblem) -> [EntityAct] {
        var acts: [EntityAct] = []
        for entity in form.entities {
            for place in places(of: entity) {
                if let act = try act(of: entity, at: place) { acts.append(act) }
            }
        }
        return acts
    }

    /// The records that its entities name now, whether or not they will be changed.
    package var namedEntities: [(form: FormID, record: RecordID)] {
        var found: [(form: FormID, record: RecordID)] = []
        for entity in form.entities {
            guard let expression = entity.record else { continue }
            for place in places(of: entity) {
                let name = value(of: expression, at: place).string.trimmed
                if let record = RecordID(name) { found.append((entity.entity.form, record)) }
            }
        }
        return found
    }

    private func act(
        of entity: CompiledEntity,
        at place: FieldPath?
    ) throws(FieldProblem) -> EntityAct? {
        let holds = { (rule: Expression) in value(of: rule, at: place).isTrue }
        let name = entity.record.map { value(of: $0, at: place).string.trimmed } ?? ""
        let creates = entity.createIf.map(holds) ?? (entity.record == nil)
        let updates =
            !name.isEmpty && (entity.updateIf.map(holds) ?? (entity.createIf == nil))
        guard creates || updates else { return nil }
        let question = entity.record.flatMap { path(of: $0, at: place) }
        let record = RecordID(name)
        guard name.isEmpty || record != nil else {
            throw FieldProblem(
                (question ?? place)?.text ?? "",
                .fieldChoice,
                "'\(name.prefix(50))' names no record of the form \(entity.entity.form). Choose"
                    + " one of them."
            )
        }
        return EntityAct(
            form: entity.entity.form,
            place: place,
            question: question,
            record: record,
            creates: creates,
            updates: updates,
            label: entity.label.map { value(of: $0, at: place).string.trimmed } ?? "",
            answers: saved(by: entity, at: place)
        )
    }

    private func saved(
        by entity: CompiledEntity,
        at place: FieldPath?
    ) -> [String: EntityAct.Answer] {
        var found: [String: EntityAct.Answer] = [:]
        for (template, name) in entity.fields {
            guard let path = path(template, at: place), isRelevant(path),
                let value = value(at: path)
            else { continue }
            found[name] = EntityAct.Answer(path: path, value: value)
        }
        return found
    }

    private func path(_ template: String, at place: FieldPath?) -> FieldPath? {
        guard let place else { return FieldPath(template) }
        let names = template.split(separator: "/").dropFirst(place.segments.count)
        return FieldPath(place.segments + names.map { FieldPath.Segment(name: String($0)) })
    }

    private func path(of expression: Expression, at place: FieldPath?) -> FieldPath? {
        guard case .field(let name) = expression,
            let field = form.fields.first(where: { $0.item.name == name })
        else { return nil }
        return field.isRepeated ? path(field.template, at: place) : FieldPath(field.template)
    }

    /// The record itself, or each instance of the entity's repeat that is asked for.
    private func places(of entity: CompiledEntity) -> [FieldPath?] {
        guard let within = entity.entity.within else { return [nil] }
        let lists = instances.keys.filter { $0.template == within }.sorted()
        let found: [FieldPath] = lists.flatMap { list in
            (instances[list] ?? []).map { list.instance($0) }
        }
        return found.filter { isRelevant($0) }
    }
}
