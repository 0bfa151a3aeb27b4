// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Filling {
    /// Takes up what was answered, and makes all that follows from it.
    mutating func open(_ instances: [FieldPath: [InstanceID]]) {
        for list in instances.keys.sorted(by: { ($0.segments.count, $0) < ($1.segments.count, $1) })
        {
            for id in instances[list] ?? [] { add(id, to: list) }
        }
        for path in answers.keys.sorted() {
            stand(path)
            guard let (place, row) = rows.locate(path),
                rows.places[place].field?.takesAnswers == true
            else { continue }
            rows.setAnswer(answers[path], place, row)
        }
        if opening == .beginning {
            for row in rows.rows.indices { giveDefaults(row) }
        }
        for aspect in form.plan.aspects.indices { queueFresh(aspect) }
        propagate()
        (isOpen, changed) = (true, [])
    }

    private mutating func queueFresh(_ aspect: Int) {
        let isTriggered = rows.places[form.plan.aspects[aspect].place].field?.item.trigger != nil
        guard !isTriggered || form.plan.aspects[aspect].kind != .value else { return }
        queue.add(aspect, below: FillingRows.record)
    }

    /// Sees a path that nobody has answered anything at yet.
    mutating func visit(_ path: FieldPath) {
        stand(path)
        propagate()
    }

    /// Adds the instances that a path goes through.
    mutating func stand(_ path: FieldPath) {
        guard path.text.utf8.contains(UInt8(ascii: "[")) else { return }
        var place: [FieldPath.Segment] = []
        for segment in path.segments {
            if let instance = segment.instance {
                add(instance, to: FieldPath(place + [FieldPath.Segment(name: segment.name)]))
            }
            place.append(segment)
        }
    }

    mutating func add(_ id: InstanceID, to path: FieldPath) {
        guard let list = list(path) else {
            // Of a repeat that the form does not have: it is only remembered.
            if instances[path]?.contains(id) != true { instances[path, default: []].append(id) }
            return
        }
        add(id, to: list.place, list.row)
    }

    private func list(_ path: FieldPath) -> (place: Int, row: Int)? {
        guard let name = path.segments.last?.name,
            let (outer, row) = rows.locate(FieldPath(Array(path.segments.dropLast()))),
            let place = rows.places[outer].childNames[name], rows.places[place].isRepeat
        else { return nil }
        return (place, row)
    }

    /// - Returns: False for one that is there already.
    @discardableResult
    mutating func add(_ id: InstanceID, to list: Int, _ parent: Int) -> Bool {
        let (row, isNew) = rows.add(id, to: list, under: parent)
        guard isNew else { return false }
        instances[FieldPath(rows.segments(of: list, in: parent)), default: []].append(id)
        guard isOpen || isRunning else { return true }
        freshRows.insert(row)
        if opening != .reading { giveDefaults(row) }
        for aspect in form.plan.fresh[list] ?? [] { queue.add(aspect, below: row) }
        markStructure(list, row)
        return true
    }

    mutating func remove(_ id: InstanceID, from path: FieldPath) {
        instances[path]?.removeAll { $0 == id }
        let gone = "\(path.text)[\(id)]/"
        answers = answers.filter { !$0.key.text.hasPrefix(gone) }
        instances = instances.filter { !$0.key.text.hasPrefix(gone) }
        guard let (list, parent) = list(path),
            let row = rows.keys[FillingRows.Key(parent: parent, list: list, id: id)]
        else { return }
        markStructure(list, row)
        let later = rows.instances(of: list, in: parent).dropFirst(rows[row].ordinal + 1)
        rows.remove(row)
        for row in later { markMoved(list, row) }
        changed = changed.filter { $0.row != row }
    }

    /// Those who look at all instances see one more or one less.
    private mutating func markStructure(_ list: Int, _ row: Int) {
        for place in rows.places.all.indices
        where place == list || rows.places[place].chain.contains(list) {
            let depth = rows[row].depth - 1
            for edge in form.plan.dependents[place] where edge.shared <= depth {
                queue.add(edge.target, below: rows.ancestor(of: row, depth: edge.shared))
            }
            guard isOpen else { continue }
            for edge in form.plan.watchers[place] where edge.shared <= depth {
                let top = rows.ancestor(of: row, depth: edge.shared)
                for row in rows.rows(of: edge.target, below: top) {
                    changed.insert(FillingPlace(place: edge.target, row: row))
                }
            }
        }
    }

    mutating func markMoved(_ list: Int, _ row: Int) {
        for edge in form.plan.positions[list] ?? [] { queue.add(edge.target, below: row) }
        if rows.places[list].count != nil {
            mark(FormPlan.Aspect(place: list, kind: .relevance), below: row)
        }
        for place in form.plan.positionWatchers[list] ?? [] {
            for row in rows.rows(of: place, below: row) {
                changed.insert(FillingPlace(place: place, row: row))
            }
        }
    }

    /// What stands in a row before anybody answers: constant defaults, and what the device knows.
    private mutating func giveDefaults(_ row: Int) {
        for place in rows.places.rows[rows[row].list] ?? [] {
            guard let field = rows.places[place].field, rows[place, row].answer == nil,
                let given = given(field, place, row)
            else { continue }
            set(given, place, row)
        }
    }

    private func given(_ field: FormField, _ place: Int, _ row: Int) -> FieldValue? {
        if field.item.type == .metadata {
            switch field.item.metadata {
            case .start: return .instant(surroundings.now)
            case .today: return .date(surroundings.today)
            case .device: return surroundings.device.isEmpty ? nil : .text(surroundings.device)
            case .person: return surroundings.person.isEmpty ? nil : .text(surroundings.person)
            case .end, nil: return nil
            }
        }
        guard field.item.initial == nil, let text = field.item.defaultValue, field.takesAnswers
        else { return nil }
        let typed = text == "today()" ? "today" : text
        return try? field.parse(typed, at: rows.path(place, row), today: surroundings.today)
    }
}
