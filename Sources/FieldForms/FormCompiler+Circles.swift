// SPDX-License-Identifier: Apache-2.0

extension FormCompiler {
    /// What leads back to itself, told where one of its expressions looks at the next.
    mutating func checkCycles() {
        for circle in plan.circles {
            let links = circle.map(link)
            // A group's condition counts for all in it: those have no expression to be mended.
            let written = links.filter { $0.expression != nil }
            guard
                let first = written.first(where: { $0.column == "calculation" }) ?? written.first
                    ?? links.first
            else { continue }
            let others = Set(links.map(\.place)).subtracting([first.place]).sorted()
            let way = others.isEmpty ? "" : " through \(others.joined(separator: ", "))"
            let numbers = Set(circle.map(\.place))
            let names = plan.places.names.filter { numbers.contains($0.value) }.map(\.key)
            let part = first.expression?.part(naming: Set(names)) ?? .current
            problems.append(
                said(
                    "it leads back to itself\(way); take one of them out of the circle",
                    of: part,
                    at: Located(place: first.place, column: first.column)
                )
            )
        }
    }

    private func link(
        _ aspect: FormPlan.Aspect
    ) -> (place: String, column: String, expression: Expression?) {
        let place = plan.places[aspect.place]
        return switch aspect.kind {
        case .count: (place.template, "repeatCount", place.count)
        case .relevance: (place.template, "relevant", place.relevant)
        case .initial: (place.template, "initial", place.field?.initial)
        case .value: (place.template, "calculation", place.field?.calculation)
        }
    }
}

extension Expression {
    /// The first part of it that names one of these.
    func part(naming names: Set<String>) -> Expression? {
        switch self {
        case .field(let name) where names.contains(name): return self
        case .path(let path) where path.name.map(names.contains) == true: return self
        default: return parts.lazy.compactMap { $0.part(naming: names) }.first
        }
    }
}
