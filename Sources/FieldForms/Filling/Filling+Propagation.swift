// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Filling {
    /// Makes again what is stale, each aspect once, until nothing is.
    ///
    /// The order of the plan makes this end: an aspect only ever makes later ones stale, but for
    /// what a new instance begins with, and that happens once an instance.
    mutating func propagate() {
        isRunning = true
        defer { (isRunning, freshRows) = (false, []) }
        while let (number, tops) = queue.next() {
            let aspect = form.plan.aspects[number]
            let found = rows(of: aspect, below: tops)
            switch aspect.kind {
            case .relevance: updateRelevance(aspect.place, found)
            case .value: updateValue(aspect.place, found)
            case .count: updateCount(aspect.place, found)
            case .initial: begin(aspect.place, found)
            }
        }
    }

    private func rows(of aspect: FormPlan.Aspect, below tops: Set<Int>) -> [Int] {
        let isCount = aspect.kind == .count
        let place = isCount ? rows.places[aspect.place].parent : aspect.place
        guard tops.count > 1 else {
            return tops.flatMap { rows.rows(of: place, below: $0) }
        }
        return Set(tops.flatMap { rows.rows(of: place, below: $0) }).sorted()
    }

    private mutating func updateRelevance(_ place: Int, _ found: [Int]) {
        let now = relevance(place, found)
        for (row, isRelevant) in zip(found, now) where rows[place, row].isRelevant != isRelevant {
            rows.setRelevance(isRelevant, place, row)
            changed.insert(FillingPlace(place: place, row: row))
            markReaders(of: place, row)
            for child in rows.places[place].children {
                mark(FormPlan.Aspect(place: child, kind: .relevance), below: row)
            }
        }
    }

    private func relevance(_ place: Int, _ found: [Int]) -> [Bool] {
        let world = world()
        let node = rows.places[place]
        let limit = node.count.map { count in
            { (row: Int) in count.value(in: world.context(node.parent, row)) }
        }
        return found.map { row in
            let outer = node.isRepeat ? rows[row].parent : row
            guard place == FormPlaces.root || rows[node.parent, outer].isRelevant else {
                return false
            }
            // No number of instances is none.
            if let limit, !(Double(rows[row].ordinal + 1) <= limit(outer).number) { return false }
            return node.relevant?.value(in: world.context(place, row)).isTrue ?? true
        }
    }

    private mutating func updateValue(_ place: Int, _ found: [Int]) {
        guard let field = rows.places[place].field, let calculation = field.calculation else {
            return
        }
        let due = field.keepsCalculation ? found.filter { isDue(field, place, $0) } : found
        let values = values(of: calculation, place, due)
        for (row, value) in zip(due, values) {
            if field.keepsCalculation {
                set(field.answer(from: value, on: surroundings.wall), place, row)
            } else if !value.isSame(as: rows[place, row].value) {
                rows.setResult(value, place, row)
                changed.insert(FillingPlace(place: place, row: row))
                markReaders(of: place, row)
            }
        }
    }

    /// A result that is kept is made once when a record is opened, and again whenever what it
    /// needs has changed.
    private func isDue(_ field: FormField, _ place: Int, _ row: Int) -> Bool {
        guard isOpen, !freshRows.contains(row) else {
            return opening != .reading && rows[place, row].answer == nil
        }
        return true
    }

    private func values(
        of expression: Expression,
        _ place: Int,
        _ found: [Int]
    ) -> [ExpressionValue] {
        let world = world()
        return found.map { row in
            let context = ExpressionContext(
                world,
                at: .place(node: place, row: row),
                current: rows[place, row].value
            )
            return expression.value(in: context).single.bounded
        }
    }

    /// A repeat with a count has so many instances; those beyond are hidden, and never taken away.
    private mutating func updateCount(_ place: Int, _ found: [Int]) {
        guard let count = rows.places[place].count else { return }
        let world = world()
        let wanted = found.map { row in
            count.value(in: world.context(rows.places[place].parent, row)).number
        }
        for (row, wanted) in zip(found, wanted) {
            let most = Double(CountedRepeats.countMax)
            fill(place, row, upTo: wanted.isNaN ? 0 : Int(min(max(wanted, 0), most)))
            mark(FormPlan.Aspect(place: place, kind: .relevance), below: row)
        }
    }

    private mutating func begin(_ place: Int, _ found: [Int]) {
        guard opening != .reading, let field = rows.places[place].field,
            let initial = field.initial
        else { return }
        let due = found.filter { row in
            rows[place, row].answer == nil
                && (freshRows.contains(row) || (!isOpen && opening == .beginning))
        }
        for (row, value) in zip(due, values(of: initial, place, due)) {
            set(field.answer(from: value, on: surroundings.wall), place, row)
        }
    }

    /// Sets an answer, and makes stale what looks at it.
    mutating func set(_ answer: FieldValue?, _ place: Int, _ row: Int) {
        guard rows[place, row].answer != answer else { return }
        rows.setAnswer(answer, place, row)
        answers[rows.path(place, row)] = answer
        changed.insert(FillingPlace(place: place, row: row))
        markReaders(of: place, row)
        guard isOpen else { return }
        for edge in form.plan.triggered[place] {
            queue.add(edge.target, below: rows.ancestor(of: row, depth: edge.shared))
        }
    }

    func markable(_ aspect: FormPlan.Aspect) -> Int? { form.plan.numbers[aspect] }

    mutating func mark(_ aspect: FormPlan.Aspect, below row: Int) {
        if let number = markable(aspect) { queue.add(number, below: row) }
    }

    mutating func markReaders(of place: Int, _ row: Int) {
        for edge in form.plan.dependents[place] {
            queue.add(edge.target, below: rows.ancestor(of: row, depth: edge.shared))
        }
        guard isOpen else { return }
        for edge in form.plan.watchers[place] {
            let top = rows.ancestor(of: row, depth: edge.shared)
            for row in rows.rows(of: edge.target, below: top) {
                changed.insert(FillingPlace(place: edge.target, row: row))
            }
        }
    }
}

extension ExpressionValue {
    /// No number is the same as no number, which `==` denies.
    func isSame(as other: ExpressionValue) -> Bool {
        if case .number(let first) = self, case .number(let second) = other, first.isNaN {
            return second.isNaN
        }
        return self == other
    }

    /// No longer than an answer may be.
    fileprivate var bounded: ExpressionValue {
        guard case .text(let text) = self, text.utf8.count > Limits.textLengthMax else {
            return self
        }
        return .text(String(text.prefix(Limits.textLengthMax / 4)))
    }
}
