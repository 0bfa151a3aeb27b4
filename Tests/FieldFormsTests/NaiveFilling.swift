// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The reference that the incremental evaluation is compared with: everything is made from all the
/// answers, over and over until nothing changes, and every place is found by comparing paths.
struct NaiveFilling: ExpressionWorld {
    let today = ExpressionTests.today
    let now = Instant(milliseconds: 0)
    private let answers: [FieldPath: FieldValue]
    private let instances: [FieldPath: [InstanceID]]
    private let definition: [FormItem]
    /// The record, then everything in it in the order of the form.
    private(set) var paths: [[FieldPath.Segment]] = [[]]
    private var items: [FormItem?] = [nil]
    private var values: [ExpressionValue] = [.text("")]
    private var relevance: [Bool] = [true]

    init(_ filling: Filling) throws {
        (answers, instances) = (filling.answers, filling.instances)
        definition = filling.form.definition.items
        list(filling.form.definition.items, [])
        for _ in 0...paths.count * 2 {
            let before = (values, relevance)
            try make()
            if "\(before)" == "\((values, relevance))" { break }
        }
    }

    func value(_ index: Int) -> ExpressionValue { relevance[index] ? values[index] : .text("") }

    func isRelevant(_ index: Int) -> Bool { relevance[index] }

    func isField(_ index: Int) -> Bool { items[index].map { $0.items == nil } ?? false }

    private mutating func list(_ items: [FormItem], _ outer: [FieldPath.Segment]) {
        for item in items {
            let plain = outer + [FieldPath.Segment(name: item.name)]
            let places =
                item.type == .repeated
                ? (instances[FieldPath(plain)] ?? []).map {
                    outer + [FieldPath.Segment(name: item.name, instance: $0)]
                } : [plain]
            for place in places {
                paths.append(place)
                self.items.append(item)
                values.append(ExpressionValue(answers[FieldPath(place)]))
                relevance.append(true)
                list(item.items ?? [], place)
            }
        }
    }

    private mutating func make() throws {
        for index in paths.indices.dropFirst() {
            guard let item = items[index] else { continue }
            let node = ExpressionNode.place(node: index, row: 0)
            let outer = paths.firstIndex(of: paths[index].dropLast()) ?? 0
            let rule = try item.relevant.map { try Expression(parsing: $0) }
            relevance[index] =
                relevance[outer]
                && (rule?.value(in: ExpressionContext(self, at: node)).isTrue ?? true)
            if let text = item.calculation {
                let result = try Expression(parsing: text)
                    .value(in: ExpressionContext(self, at: node))
                // A calculation has one result, also where its expression gives a set of values.
                values[index] =
                    if case .nodes(let set) = result { set.first ?? .text("") } else { result }
            }
        }
    }

    func value(named name: String, from node: ExpressionNode) -> ExpressionValue {
        guard case .place(let from, _) = node else { return .text("") }
        let found = all(name, from)
        let outer = paths[from].filter { $0.instance != nil }.map(\.name)
        guard let sample = template(name) else { return .text("") }
        let repeats = sample.dropLast().filter { $0.1 }.map(\.0)
        // One place where every repeat around it is around the other too.
        if Array(outer.prefix(repeats.count)) == repeats, !(sample.last?.1 ?? false) {
            return found.first.map { value($0) } ?? .text("")
        }
        return .nodes(found.filter { relevance[$0] }.map { value($0) })
    }

    /// The names on the way to an item, and which of them repeat.
    private func template(_ name: String) -> [(String, Bool)]? {
        func search(_ items: [FormItem], _ outer: [(String, Bool)]) -> [(String, Bool)]? {
            for item in items {
                let way = outer + [(item.name, item.type == .repeated)]
                if item.name == name { return way }
                if let found = search(item.items ?? [], way) { return found }
            }
            return nil
        }
        return search(definition, [])
    }

    private func all(_ name: String, _ from: Int) -> [Int] {
        paths.indices.filter { index in
            guard paths[index].last?.name == name else { return false }
            // The repeats around both are the same instances; its own instance may be any.
            for (mine, theirs) in zip(paths[index].dropLast(), paths[from]) {
                guard mine.name == theirs.name else { break }
                if mine.instance != theirs.instance { return false }
            }
            return true
        }
    }

    func nodes(named name: String, from node: ExpressionNode) -> [ExpressionNode] {
        guard case .place(let from, _) = node else { return [] }
        return all(name, from).filter { relevance[$0] }.map { .place(node: $0, row: 0) }
    }

    func value(at node: ExpressionNode) -> ExpressionValue {
        guard case .place(let index, _) = node else { return .text("") }
        return value(index)
    }

    func parent(of node: ExpressionNode) -> ExpressionNode? {
        guard case .place(let index, _) = node, index > 0 else { return nil }
        return paths.firstIndex(of: paths[index].dropLast()).map { .place(node: $0, row: 0) }
    }

    func children(of node: ExpressionNode, named name: String) -> [ExpressionNode] {
        guard case .place(let index, _) = node else { return [] }
        return paths.indices.filter { child in
            child > 0 && paths[child].dropLast() == paths[index][...]
                && paths[child].last?.name == name && relevance[child]
        }.map { .place(node: $0, row: 0) }
    }

    var root: ExpressionNode { .place(node: 0, row: 0) }

    func position(of node: ExpressionNode) -> Int {
        guard case .place(let index, _) = node else { return 1 }
        let path = paths[index]
        guard let depth = path.lastIndex(where: { $0.instance != nil }),
            let id = path[depth].instance
        else { return 1 }
        let list = path[..<depth] + [FieldPath.Segment(name: path[depth].name)]
        return ((instances[FieldPath(Array(list))] ?? []).firstIndex(of: id) ?? 0) + 1
    }
}
