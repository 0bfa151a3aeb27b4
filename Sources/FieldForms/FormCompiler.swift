// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Turns a definition into fields and collects what is wrong on the way.
struct FormCompiler {
    private let definition: FormDefinition
    private(set) var fields: [FormField] = []
    private(set) var problems: [String] = []
    private static let fieldsMax = 2_000

    init(_ definition: FormDefinition) { self.definition = definition }

    mutating func compile() {
        walk(definition.items, under: [])
        if fields.count > Self.fieldsMax {
            problems.append("more than \(Self.fieldsMax) questions")
        }
        checkNames()
        checkReferences()
        checkGroups()
        checkDefaults()
        checkCycles()
    }

    private mutating func walk(_ items: [FormItem], under ancestors: [FormField.Ancestor]) {
        for item in items {
            let place = (ancestors.map(\.name) + [item.name]).joined(separator: "/")
            guard FieldPath(place) != nil else {
                problems.append(
                    "\(place): a name is letters, digits, '_', '-' and '.', at most"
                        + " \(Limits.pathDepthMax) levels deep"
                )
                continue
            }
            if item.type == .group || item.type == .repeated {
                let ancestor = FormField.Ancestor(
                    name: item.name,
                    repeats: item.type == .repeated,
                    relevant: parse(item.relevant, place, "relevant")
                )
                walk(item.items ?? [], under: ancestors + [ancestor])
            } else {
                add(item, place, ancestors)
            }
        }
    }

    private mutating func add(_ item: FormItem, _ place: String, _ ancestors: [FormField.Ancestor])
    {
        if fields.contains(where: { $0.template == place }) {
            problems.append("\(place): the name is used twice")
            return
        }
        let required =
            item.required == "yes" ? "true()" : item.required == "no" ? nil : item.required
        let calculation = parse(item.calculation, place, "calculation")
        if item.type == .calculate, calculation == nil {
            problems.append("\(place): a calculation needs an expression")
        }
        if let policy = item.merge, !policy.fits(item.type) {
            problems.append(
                "\(place): merge '\(policy.rawValue)' does not fit \(item.type.rawValue)"
            )
        }
        let listed = choices(of: item, place)
        fields.append(
            FormField(
                template: place,
                item: item,
                choices: listed.filter(\.isOffered),
                listed: listed,
                ancestors: ancestors,
                required: parse(required, place, "required"),
                relevant: parse(item.relevant, place, "relevant"),
                constraint: parse(item.constraint, place, "constraint"),
                calculation: calculation
            )
        )
    }

    private mutating func choices(of item: FormItem, _ place: String) -> [FormDefinition.Choice] {
        guard item.type == .choice || item.type == .choices else { return [] }
        guard let name = item.choices, let list = definition.choiceLists?[name], !list.isEmpty
        else {
            problems.append("\(place): there is no choice list '\(item.choices ?? "")'")
            return []
        }
        if !list.contains(where: \.isOffered) {
            problems.append("\(place): the choice list '\(name)' offers nothing")
        }
        if Set(list.map(\.name)).count != list.count {
            problems.append("\(place): the choice list '\(name)' names a choice twice")
        }
        return list
    }

    private mutating func parse(_ text: String?, _ place: String, _ what: String) -> Expression? {
        guard let text else { return nil }
        do {
            return try Expression(parsing: text)
        } catch {
            problems.append("\(place): \(what) \(error)")
            return nil
        }
    }

    private mutating func checkNames() {
        for (name, fields) in Dictionary(grouping: fields, by: \.item.name) where fields.count > 1 {
            let used = self.fields.contains { $0.expressions.contains { $0.fields.contains(name) } }
            if used {
                problems.append(
                    "${\(name)} could be any of \(fields.map(\.template).joined(separator: ", "))"
                )
            }
        }
    }

    private mutating func checkReferences() {
        let known = Set(fields.map(\.item.name))
        for field in fields {
            for name in Set(field.expressions.flatMap(\.fields)).subtracting(known).sorted() {
                problems.append("\(field.template): there is no field ${\(name)}")
            }
        }
    }

    private mutating func checkGroups() {
        let known = Set(fields.map(\.template))
        for member in (definition.mergeGroups ?? []).flatMap({ $0 }) where !known.contains(member) {
            problems.append("merge group: there is no field '\(member)'")
        }
        if let summary = definition.summary, !known.contains(summary) {
            problems.append("summary: there is no field '\(summary)'")
        }
    }

    private mutating func checkDefaults() {
        let today = PlainDate(daysSince1970: 0)
        for field in fields {
            guard let text = field.item.defaultValue, text != "today()" else { continue }
            let path = FieldPath([FieldPath.Segment(name: field.item.name)])
            do {
                _ = try field.parse(text, at: path, today: today)
            } catch {
                problems.append("\(field.template): default: \(error.message)")
            }
        }
    }

    private mutating func checkCycles() {
        let needs = Dictionary(
            fields.filter(\.isCalculated).map { ($0.item.name, $0.calculation?.fields ?? []) },
            uniquingKeysWith: { first, _ in first }
        )
        var finished: Set<String> = []
        func leadsBack(_ name: String, _ trail: Set<String>) -> Bool {
            if trail.contains(name) { return true }
            guard !finished.contains(name), let next = needs[name] else { return false }
            let found = next.contains { leadsBack($0, trail.union([name])) }
            if !found { finished.insert(name) }
            return found
        }
        for name in needs.keys.sorted() where leadsBack(name, []) {
            problems.append("${\(name)}: the calculation leads back to itself")
        }
    }
}

extension FormField {
    var expressions: [Expression] {
        [required, relevant, constraint, calculation].compactMap { $0 }
            + ancestors.compactMap(\.relevant)
    }
}

extension MergePolicy {
    func fits(_ type: FormItem.Kind) -> Bool {
        switch self {
        case .ask, .ownerOrganisation, .ownerCouncil: true
        case .union: type == .choices
        case .sum: [.integer, .decimal, .money].contains(type)
        case .max, .min: [.integer, .decimal, .money, .date, .time, .dateTime].contains(type)
        case .earliest: [.date, .time, .dateTime].contains(type)
        case .text: type == .text
        }
    }
}
