// SPDX-License-Identifier: Apache-2.0

/// Collects what each aspect of a form looks at, and puts the aspects in order.
struct FormPlanDraft {
    let places: FormPlaces
    private(set) var readings: [FormPlan.Aspect: ExpressionReading] = [:]
    /// What rules and texts of a place look at.
    private(set) var watching: [(Int, ExpressionReading)] = []
    private(set) var triggers: [FormPlan.Aspect: [ExpressionReading.Reference]] = [:]
    private(set) var seeds: [Int: Expression] = [:]

    init(_ places: FormPlaces) { self.places = places }

    func isTriggered(_ aspect: FormPlan.Aspect) -> Bool { triggers[aspect] != nil }

    mutating func read() {
        for (number, place) in places.all.enumerated() {
            readings[FormPlan.Aspect(place: number, kind: .relevance)] = reading(
                place.relevant ?? .call("true", []),
                number
            )
            if let count = place.count {
                readings[FormPlan.Aspect(place: number, kind: .count)] = reading(
                    count,
                    place.parent
                )
            }
            if let field = place.field { read(field, number) }
            for name in namesInTexts(of: place) {
                watching.append((number, reading(.field(name), number)))
            }
        }
    }

    /// What its texts and its choices speak of, and the labels of choices that stand in those.
    private func namesInTexts(of place: FormPlaces.Place) -> Set<String> {
        let own = Set((place.item?.texts ?? []).flatMap(FormText.references))
            .union(place.field?.namesInChoices ?? [])
        return own.reduce(into: own) { names, name in
            guard let spoken = places.names[name].flatMap({ places[$0].field }) else { return }
            names.formUnion(spoken.namesInChoices)
        }
    }

    private mutating func read(_ field: FormField, _ number: Int) {
        if let initial = field.initial {
            readings[FormPlan.Aspect(place: number, kind: .initial)] = reading(initial, number)
        }
        if let calculation = field.calculation {
            let aspect = FormPlan.Aspect(place: number, kind: .value)
            readings[aspect] = reading(calculation, number)
            if let names = field.item.trigger {
                triggers[aspect] = names.flatMap { name in
                    Array(reading(.field(name), number).references)
                }
            }
        }
        for rule in [field.required, field.readOnly, field.constraint].compactMap({ $0 }) {
            watching.append((number, reading(rule, number)))
        }
        if let filter = field.choiceFilter {
            watching.append(
                (number, ExpressionReading(filter, at: number, in: places, isOfChoices: true))
            )
        }
        if let seed = field.item.seed.flatMap({ try? Expression(parsing: $0) }) {
            seeds[number] = seed
            watching.append((number, reading(seed, number)))
        }
    }

    private func reading(_ expression: Expression, _ number: Int) -> ExpressionReading {
        ExpressionReading(expression, at: number, in: places)
    }

    /// Each after all that it needs.
    ///
    /// A trigger's calculation and what an instance begins with come
    /// after what they look at as well, unless that would lead back to them.
    func order() -> (sorted: [FormPlan.Aspect], circles: [[FormPlan.Aspect]]) {
        let all = readings.keys.sorted {
            ($0.place, $0.kind.rank) < ($1.place, $1.kind.rank)
        }
        let numbers = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1, $0) })
        let firm = all.map { aspect in firmNeeds(of: aspect).compactMap { numbers[$0] } }
        let loose = all.map { aspect in looseNeeds(of: aspect).compactMap { numbers[$0] } }
        let (_, groups) = Graph(zip(firm, loose).map { $0 + $1 }).ordered()
        let kept = loose.enumerated().map { index, needs in
            needs.filter { groups[$0] != groups[index] }
        }
        let (sorted, parts) = Graph(zip(firm, kept).map { $0 + $1 }).ordered()
        let members = Dictionary(grouping: all.indices, by: { parts[$0] })
        let circles = members.values.filter { part in
            part.count > 1 || part.contains { firm[$0].contains($0) }
        }.map { $0.map { all[$0] } }
        return (sorted.map { all[$0] }, circles.sorted { $0[0].place < $1[0].place })
    }

    private func firmNeeds(of aspect: FormPlan.Aspect) -> [FormPlan.Aspect] {
        var needs: [FormPlan.Aspect] = []
        if aspect.kind == .relevance, aspect.place != FormPlaces.root {
            let parent = places[aspect.place].parent
            needs.append(FormPlan.Aspect(place: parent, kind: .relevance))
            if places[aspect.place].count != nil {
                needs.append(FormPlan.Aspect(place: aspect.place, kind: .count))
            }
        }
        if aspect.kind == .initial { return needs }
        if let sources = triggers[aspect] {
            return needs + sources.filter { $0.place != aspect.place }.flatMap(parts)
        }
        if aspect.kind != .value, readings[aspect]?.readsItself == true { needs.append(aspect) }
        return needs + (readings[aspect]?.references ?? []).flatMap(parts)
    }

    private func looseNeeds(of aspect: FormPlan.Aspect) -> [FormPlan.Aspect] {
        guard aspect.kind == .initial || triggers[aspect] != nil else { return [] }
        return (readings[aspect]?.references ?? []).flatMap(parts)
    }

    private func parts(_ reference: ExpressionReading.Reference) -> [FormPlan.Aspect] {
        var needs = [FormPlan.Aspect.Kind.value, .initial, .relevance].map {
            FormPlan.Aspect(place: reference.place, kind: $0)
        }
        for list in places[reference.place].chain.dropFirst(reference.shared) {
            needs.append(FormPlan.Aspect(place: list, kind: .count))
        }
        return needs.filter { readings[$0] != nil }
    }
}

extension FormPlan.Aspect.Kind {
    fileprivate var rank: Int {
        switch self {
        case .count: 0
        case .relevance: 1
        case .initial: 2
        case .value: 3
        }
    }
}
