// SPDX-License-Identifier: Apache-2.0

/// The tree of a form: its record, groups, repeats and fields, each with a number.
struct FormPlaces: Sendable {
    struct Place: Sendable {
        let name: String
        let template: String
        /// The number of what it stands in; the record's is its own.
        let parent: Int
        /// The repeats around it, outermost first.
        let chain: [Int]
        let isRepeat: Bool
        /// Where it is found among the cells of a row.
        let slot: Int
        let field: FormField?
        /// What it was written as; nil of the record.
        let item: FormItem?
        let relevant: Expression?
        let count: Expression?
        fileprivate(set) var children: [Int] = []
        fileprivate(set) var childNames: [String: Int] = [:]

        /// The repeats around an instance of it.
        func line(_ own: Int) -> [Int] { isRepeat ? chain + [own] : chain }
    }

    /// The record.
    static let root = 0

    private(set) var all: [Place] = []
    /// By name, and by `/group/name`.
    private(set) var names: [String: Int] = [:]
    /// The places in a row of each repeat, by slot; those of the record stand at 0.
    private(set) var rows: [Int: [Int]] = [:]

    init(_ outline: [FormNode]) {
        add(name: "", template: "", parent: 0, chain: [], isRepeat: false, nil, nil, nil, nil)
        walk(outline, in: Self.root)
    }

    subscript(number: Int) -> Place { all[number] }

    /// The repeat whose rows have the place in them; 0 for the record.
    func list(of number: Int) -> Int { all[number].line(number).last ?? Self.root }

    private mutating func walk(_ nodes: [FormNode], in parent: Int) {
        let line = all[parent].line(parent)
        for node in nodes {
            switch node {
            case .field(let field):
                add(
                    name: field.item.name,
                    template: field.template,
                    parent: parent,
                    chain: line,
                    isRepeat: false,
                    field,
                    field.item,
                    field.relevant,
                    nil
                )
            case .group(let group):
                let number = add(
                    name: group.item.name,
                    template: group.template,
                    parent: parent,
                    chain: line,
                    isRepeat: group.isRepeat,
                    nil,
                    group.item,
                    group.relevant,
                    group.count
                )
                walk(group.nodes, in: number)
            }
        }
    }

    @discardableResult
    private mutating func add(
        name: String,
        template: String,
        parent: Int,
        chain: [Int],
        isRepeat: Bool,
        _ field: FormField?,
        _ item: FormItem?,
        _ relevant: Expression?,
        _ count: Expression?
    ) -> Int {
        let number = all.count
        let list = isRepeat ? number : chain.last ?? Self.root
        all.append(
            Place(
                name: name,
                template: template,
                parent: parent,
                chain: chain,
                isRepeat: isRepeat,
                slot: rows[list]?.count ?? 0,
                field: field,
                item: item,
                relevant: relevant,
                count: count
            )
        )
        rows[list, default: []].append(number)
        guard number != Self.root else { return number }
        all[parent].children.append(number)
        all[parent].childNames[name] = number
        // A field's name goes before that of a group, and the first before all others.
        if names[name].map({ field != nil && all[$0].field == nil }) ?? true {
            names[name] = number
        }
        names["/" + template] = number
        return number
    }
}
