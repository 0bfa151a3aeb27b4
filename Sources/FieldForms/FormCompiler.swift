// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Turns a definition into fields and collects what is wrong on the way.
struct FormCompiler {
    private let definition: FormDefinition
    private(set) var fields: [FormField] = []
    private(set) var outline: [FormNode] = []
    private(set) var naming: Expression?
    private(set) var entities: [CompiledEntity] = []
    var problems: [String] = []
    /// What can be used and is hardly meant.
    var doubts: [String] = []
    /// What can be read and would always come out wrong.
    var misuses: [String] = []
    /// What expressions look up in lists, to be checked where those are known.
    var lookups: [FormLookup] = []
    /// The paths of fields that have a name in common.
    var ambiguous: [String: [String]] = [:]
    private(set) var plan = FormPlan(FormPlaces([]))
    private(set) var offsets: [Located: [Expression: Int]] = [:]

    /// An expression by where it stands: the place, and the column.
    struct Located: Hashable {
        let place: String
        let column: String
    }

    private static let fieldsMax = 2_000

    init(_ definition: FormDefinition) { self.definition = definition }

    mutating func compile() {
        outline = walk(definition.items, under: [])
        naming = parse(definition.naming, "naming", "of the record")
        for declared in definition.entities ?? [] { entities.append(entity(declared)) }
        checkSaved()
        if fields.count > Self.fieldsMax {
            problems.append("more than \(Self.fieldsMax) questions")
        }
        plan = FormPlan(FormPlaces(outline))
        problems += definition.writerProblems
        checkReferences()
        checkGroups()
        checkDefaults()
        checkCycles()
    }

    private mutating func walk(
        _ items: [FormItem],
        under ancestors: [FormField.Ancestor]
    ) -> [FormNode] {
        var nodes: [FormNode] = []
        for item in items {
            let place = (ancestors.map(\.name) + [item.name]).joined(separator: "/")
            guard FieldPath(place) != nil else {
                problems.append("\(place): \(Self.misnamed(item.name, depth: ancestors.count + 1))")
                continue
            }
            if item.type == .group || item.type == .repeated {
                nodes.append(.group(group(item, place, ancestors)))
            } else if let field = add(item, place, ancestors) {
                nodes.append(.field(field))
            }
        }
        return nodes
    }

    private static func misnamed(_ name: String, depth: Int) -> String {
        if depth > Limits.pathDepthMax, FieldPath(name) != nil {
            return "it stands in \(depth - 1) groups and repeats, one in another; a question stands"
                + " in at most \(Limits.pathDepthMax - 1)"
        }
        return "a name begins with a letter or '_', and has letters, digits, '_', '-' and '.', at"
            + " most \(Limits.keyLengthMax)"
    }

    private mutating func group(
        _ item: FormItem,
        _ place: String,
        _ ancestors: [FormField.Ancestor]
    ) -> FormGroup {
        let ancestor = FormField.Ancestor(
            name: item.name,
            repeats: item.type == .repeated,
            relevant: parse(item.relevant, place, "relevant"),
            count: parse(item.repeatCount, place, "repeatCount")
        )
        return FormGroup(
            template: place,
            item: item,
            relevant: ancestor.relevant,
            count: ancestor.count,
            nodes: walk(item.items ?? [], under: ancestors + [ancestor])
        )
    }

    private mutating func add(
        _ item: FormItem,
        _ place: String,
        _ ancestors: [FormField.Ancestor]
    ) -> FormField? {
        if fields.contains(where: { $0.template == place }) {
            problems.append("\(place): the name is used twice")
            return nil
        }
        let calculation = parse(item.calculation, place, "calculation")
        check(item, place, hasCalculation: calculation != nil)
        let listed = choices(of: item, place)
        let field = FormField(
            template: place,
            item: item,
            choices: listed.filter(\.isOffered),
            listed: listed,
            ancestors: ancestors,
            required: parse(Self.flag(item.required), place, "required"),
            relevant: parse(item.relevant, place, "relevant"),
            constraint: parse(item.constraint, place, "constraint"),
            calculation: calculation,
            readOnly: parse(Self.flag(item.readOnly), place, "readOnly"),
            initial: parse(initial(of: item), place, "initial"),
            choiceFilter: parse(item.choiceFilter, place, "choiceFilter")
        )
        fields.append(field)
        return field
    }

    /// Spreadsheets say yes and no where an expression may stand.
    private static func flag(_ text: String?) -> String? {
        switch text?.lowercased() {
        case "yes", "true": "true()"
        case "no", "false", "": nil
        default: text
        }
    }

    private func initial(of item: FormItem) -> String? {
        item.initial ?? (item.defaultValue == "today()" ? "today()" : nil)
    }

    private mutating func check(_ item: FormItem, _ place: String, hasCalculation: Bool) {
        if item.type == .calculate, !hasCalculation {
            problems.append("\(place): a calculation needs an expression")
        }
        if item.type == .metadata, item.metadata == nil {
            problems.append("\(place): metadata needs to say which")
        }
        if let policy = item.merge, !policy.fits(item.type) {
            problems.append(
                "\(place): merge '\(policy.rawValue)' does not fit \(item.type.rawValue)"
            )
        }
        if let range = item.range, !(range.step > 0 && range.start < range.end) {
            problems.append("\(place): a range goes up from start to end by a step above 0")
        }
    }

    private mutating func entity(_ entity: FormEntity) -> CompiledEntity {
        let place = "entity \(entity.form)"
        if entity.updateIf != nil, entity.record == nil {
            problems.append(
                "\(place): updateIf the record that is changed is not named: write its entity_id"
            )
        }
        return CompiledEntity(
            entity: entity,
            record: parse(entity.record, place, "record"),
            createIf: parse(entity.createIf, place, "createIf"),
            updateIf: parse(entity.updateIf, place, "updateIf"),
            label: parse(entity.label, place, "label"),
            fields: Dictionary(
                fields.compactMap { field in
                    field.name(savedTo: entity).map { (field.template, $0) }
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// Each answer that is saved to an entity goes to one, and it is clear to which.
    private mutating func checkSaved() {
        let all = definition.entities ?? []
        for field in fields where field.item.saveTo != nil {
            switch all.filter({ field.name(savedTo: $0) != nil }).count {
            case 1: break
            case 0:
                let place = field.innermostRepeat.map { " for the repeat '\($0)'" } ?? ""
                problems.append(
                    "\(field.template): saveTo no entity is declared\(place) that it could be"
                        + " saved to"
                )
            default:
                problems.append(
                    "\(field.template): saveTo more than one entity could be meant; write the"
                        + " list before it, as in \(all[0].form)#\(field.item.saveTo ?? "")"
                )
            }
        }
    }

    private mutating func choices(of item: FormItem, _ place: String) -> [FormDefinition.Choice] {
        guard [.choice, .choices, .rank].contains(item.type) else { return [] }
        if let source = item.choicesFrom { return rows(of: source, place) }
        guard let name = item.choices, let list = definition.choiceLists?[name], !list.isEmpty
        else {
            problems.append("\(place): \(unknownList(item.choices ?? ""))")
            return []
        }
        if !list.contains(where: \.isOffered) {
            problems.append("\(place): the choice list '\(name)' offers nothing")
        }
        let isEachOnce = Set(list.map(\.name)).count == list.count
        if !isEachOnce, definition.allowsChoicesTwice != true {
            problems.append("\(place): the choice list '\(name)' names a choice twice")
        }
        return list
    }

    private func unknownList(_ name: String) -> String {
        let known = (definition.choiceLists ?? [:]).filter { !$0.value.isEmpty }.map(\.key).sorted()
        let rest = known.count > 12 ? " and \(known.count - 12) more" : ""
        let hint =
            Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty
                ? "write its choices in the sheet choices"
                : "there are: \(known.prefix(12).joined(separator: ", "))\(rest)")
        return "there is no choice list '\(name)'; \(hint)"
    }

    /// A table's rows are known to the form; those of records are known to the device alone.
    private mutating func rows(
        of source: FormItem.ChoiceSource,
        _ place: String
    ) -> [FormDefinition.Choice] {
        guard let name = source.table else { return [] }
        guard let table = definition.tables?[name] else {
            problems.append("\(place): there is no table '\(name)'")
            return []
        }
        let choices = table.choices(value: source.value ?? "name", label: source.label ?? "label")
        if choices == nil {
            problems.append(
                "\(place): the table '\(name)' has no columns '\(source.value ?? "name")' and"
                    + " '\(source.label ?? "label")'"
            )
        }
        return choices ?? []
    }

    private mutating func parse(_ text: String?, _ place: String, _ what: String) -> Expression? {
        guard let text else { return nil }
        do {
            let located = try LocatedExpression(parsing: text)
            offsets[Located(place: place, column: what)] = located.offsets
            return located.expression
        } catch {
            problems.append("\(place): \(what) \(error)")
            return nil
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
        for field in fields where field.isAsked {
            guard let text = field.item.defaultValue, text != "today()" else { continue }
            let path = FieldPath([FieldPath.Segment(name: field.item.name)])
            do {
                _ = try field.parse(text, at: path, today: today)
            } catch {
                problems.append("\(field.template): default: \(error.message)")
            }
        }
    }
}
