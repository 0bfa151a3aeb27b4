// SPDX-License-Identifier: Apache-2.0

extension ExpressionPath {
    func value(in context: ExpressionContext) -> ExpressionValue {
        // A column of a choice, a parent's field: one place is one value, not a set of one.
        let found = nodes(in: context)
        let isOne = predicates.isEmpty && steps.allSatisfy(\.predicates.isEmpty)
        if isOne, found.count <= 1 {
            return found.first.map { context.world.text(at: $0) } ?? .text("")
        }
        return .nodes(found.map { context.world.text(at: $0) })
    }

    func nodes(in context: ExpressionContext) -> [ExpressionNode] {
        var found = Self.chosen(start(context), by: predicates, context)
        for step in steps {
            // The rows are together the children of one `root`: each has its place among them.
            if case .list = origin, step.direction == .child("item"), found.allSatisfy(\.isRow) {
                found = Self.chosen(found, by: step.predicates, context)
                continue
            }
            var next: [ExpressionNode] = []
            for node in found {
                let reached = Self.step(step.direction, from: node, context.world)
                next += Self.chosen(reached, by: step.predicates, context)
            }
            found = next
        }
        return found
    }

    private func start(_ context: ExpressionContext) -> [ExpressionNode] {
        switch origin {
        case .here: [context.here]
        case .current: [context.origin]
        case .root: [context.world.root]
        case .name(let name): context.world.nodes(named: name, from: context.viewpoint)
        case .list(let name):
            context.world.list(named: name).map { list in
                (0..<list.count).map { .row(list, $0) }
            } ?? []
        }
    }

    private static func step(
        _ direction: Step.Direction,
        from node: ExpressionNode,
        _ world: any ExpressionWorld
    ) -> [ExpressionNode] {
        switch (direction, node) {
        case (.child(let name), .row(let list, let row)):
            // The rows of a list stand below `root`; they are there already.
            name == "root" ? [node] : [.cell(list, row, name)]
        case (.child(let name), _): world.children(of: node, named: name)
        case (.parent, .cell(let list, let row, _)): [.row(list, row)]
        case (.parent, _): world.parent(of: node).map { [$0] } ?? []
        }
    }

    private static func chosen(
        _ nodes: [ExpressionNode],
        by predicates: [Expression],
        _ context: ExpressionContext
    ) -> [ExpressionNode] {
        predicates.reduce(nodes) { nodes, predicate in
            guard context.mayLook(at: nodes.count) else { return [] }
            return nodes.enumerated().filter { index, node in
                let candidate = context.moved(to: node, index + 1, of: nodes.count)
                let value = predicate.value(in: candidate)
                // A number alone is a position.
                if case .number(let position) = value { return position == Double(index + 1) }
                return value.isTrue
            }.map(\.element)
        }
    }
}

extension ExpressionWorld {
    func text(at node: ExpressionNode) -> ExpressionValue {
        if case .cell(let list, let row, let column) = node {
            return .text(list.text(row: row, column: column))
        }
        return value(at: node)
    }
}
