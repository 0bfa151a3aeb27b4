// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A form that was checked whole: every expression parsed, every name known.
package struct CompiledForm: Sendable {
    package let definition: FormDefinition
    /// Questions and calculations in the order of the form.
    package let fields: [FormField]
    /// The same with the groups and repeats around them, as a person goes through the form.
    package let outline: [FormNode]
    package let naming: Expression?
    package let entities: [CompiledEntity]
    /// The forms whose records are looked at while this one is filled in.
    package let lists: FormLists
    /// What can be used and is hardly meant, each as `place: column what it is`.
    package let doubts: [String]
    let lookups: [FormLookup]
    /// What can be read and would always come out wrong; as `useProblems` tells it.
    let misuses: [String]
    let plan: FormPlan
    private let positions: [String: Int]
    private let items: [String: FormItem]
    private let groups: [String: [String]]

    package var id: FormID { definition.id }
    package var version: Int { definition.version }

    /// - Throws: `FormError` with every problem found, not only the first.
    package init(_ definition: FormDefinition) throws(FormError) {
        let (form, problems) = Self.examined(definition)
        guard problems.isEmpty else { throw FormError(form: definition.id, problems: problems) }
        self = form
    }

    /// A form whether or not it can be used, for further checks, and what keeps it from being used.
    package static func examined(
        _ definition: FormDefinition
    ) -> (form: CompiledForm, problems: [String]) {
        var compiler = FormCompiler(definition)
        compiler.compile()
        return (CompiledForm(definition, compiler), compiler.problems)
    }

    private init(_ definition: FormDefinition, _ compiler: FormCompiler) {
        self.definition = definition
        fields = compiler.fields
        outline = compiler.outline
        naming = compiler.naming
        entities = compiler.entities
        lists = FormLists(definition, fields, naming, entities)
        plan = compiler.plan
        doubts = compiler.doubts
        lookups = compiler.lookups
        misuses = compiler.misuses
        items = Self.items(outline)
        positions = Dictionary(
            uniqueKeysWithValues: compiler.fields.enumerated().map { ($1.template, $0) }
        )
        var groups: [String: [String]] = [:]
        for group in definition.mergeGroups ?? [] {
            for member in group { groups[member] = group }
        }
        self.groups = groups
    }

    package func field(_ path: FieldPath) -> FormField? { field(template: path.template) }

    package func field(template: String) -> FormField? { positions[template].map { fields[$0] } }

    /// A question, group or repeat by its place in the form.
    package func item(template: String) -> FormItem? { items[template] }

    private static func items(_ outline: [FormNode]) -> [String: FormItem] {
        var found: [String: FormItem] = [:]
        for node in outline {
            switch node {
            case .field(let field): found[field.template] = field.item
            case .group(let group):
                found[group.template] = group.item
                found.merge(items(group.nodes)) { first, _ in first }
            }
        }
        return found
    }

    package func policy(for path: FieldPath) -> MergePolicy { field(path)?.item.merge ?? .ask }

    /// The paths that are always written together with this one; itself alone where none are.
    package func mergeGroup(of path: FieldPath) -> [FieldPath] {
        guard let group = groups[path.template] else { return [path] }
        let segments = path.segments
        return group.compactMap { member in
            let names = member.split(separator: "/").map(String.init)
            return FieldPath(
                names.enumerated().map { index, name in
                    let instance =
                        index < segments.count && segments[index].name == name
                        ? segments[index].instance : nil
                    return FieldPath.Segment(name: name, instance: instance)
                }
            )
        }
    }
}

/// One question or calculation of a compiled form.
package struct FormField: Sendable {
    /// `group/name`, without instances.
    package let template: String
    package let item: FormItem
    /// Those that can be chosen, and then those as well that older answers have.
    package let choices: [FormDefinition.Choice]
    package let listed: [FormDefinition.Choice]
    /// The groups and repeats around it, outermost first, and whether each repeats.
    package let ancestors: [Ancestor]
    package let required: Expression?
    package let relevant: Expression?
    package let constraint: Expression?
    package let calculation: Expression?
    package let readOnly: Expression?
    package let initial: Expression?
    package let choiceFilter: Expression?

    package struct Ancestor: Hashable, Sendable {
        package let name: String
        package let repeats: Bool
        package let relevant: Expression?
        /// How often a repeat is asked; nil where a person adds as many as there are.
        package let count: Expression?
    }

    package var isCalculated: Bool { item.type == .calculate }
    /// True for what is put to a person; false for what the form or the device gives by itself.
    package var isAsked: Bool {
        ![.calculate, .hidden, .metadata, .note].contains(item.type) && !joinsPeople
    }
    /// True for what says that two records are of one person: a command does that, with a reason
    /// and a way back, and nobody is asked it while they answer for a person.
    package var joinsPeople: Bool {
        item.name == "merged_into" && item.recordOf?.text == "participant"
    }
    /// True for what a record holds a value of.
    package var isKept: Bool { item.type != .note && (!isCalculated || keepsResult) }
    /// A calculation that depends on the moment (`now()`, `once()`, a trigger) is kept as it was;
    /// every other is made each time that it is read.
    package var keepsResult: Bool {
        isCalculated && (item.trigger != nil || calculation?.isOfTheMoment == true)
    }
    package var isRepeated: Bool { ancestors.contains(where: \.repeats) }
    /// Where it speaks of an answer, which only a filling knows, `…` stands; so in all labels here.
    package var label: String { item.label.map(FormText.unfilled) ?? item.name }

    /// The label of a choice, offered still or not; its name where it has none.
    package func label(ofChoice name: String) -> String {
        listed.first { $0.name == name }.map { FormText.unfilled($0.label) } ?? name
    }

    /// Chosen names as the form lists them, what it does not list last.
    ///
    /// Records keep them in an order of their own, in which nobody wrote them.
    package func inListOrder(_ names: [String]) -> [String] {
        guard names.count > 1, !listed.isEmpty else { return names }
        let places = names.map { name in
            (name, listed.firstIndex { $0.name == name } ?? listed.endIndex)
        }
        return places.enumerated().sorted {
            ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
        }.map(\.element.0)
    }

    /// The same of an answer; any that is no choice of several stays what it is.
    func inListOrder(_ value: FieldValue?) -> FieldValue? {
        guard case .choices(let names)? = value else { return value }
        return .choices(inListOrder(names))
    }

    /// The instances of a path go with it: the same place as the form names it here.
    func place(of path: FieldPath) -> FieldPath {
        var instances = path.segments.compactMap(\.instance)[...]
        let names = template.split(separator: "/").map(String.init)
        return FieldPath(
            zip(names, ancestors.map(\.repeats) + [false]).map { name, repeats in
                FieldPath.Segment(name: name, instance: repeats ? instances.popFirst() : nil)
            }
        )
    }
}

/// All that is wrong with a form, each with its place.
package struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    package let form: FormID
    package let problems: [String]

    package var description: String {
        "The form \(form) cannot be used:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }
}
