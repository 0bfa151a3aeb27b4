// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A line of the answers of a record, as they are read.
package enum OutlineRow: Hashable, Sendable {
    /// Where the answers of one instance of a repeat begin, by the order in which they were made.
    case instance(FieldPath, number: Int, count: Int)
    case answer(FieldPath, FieldValue)

    package var path: FieldPath {
        switch self {
        case .instance(let path, _, _), .answer(let path, _): path
        }
    }

    /// In how many repeats it lies.
    package var depth: Int {
        switch self {
        case .instance(let path, _, _): path.segments.count { $0.instance != nil } - 1
        case .answer(let path, _): path.segments.count { $0.instance != nil }
        }
    }
}

extension CompiledForm {
    /// The answers in the order of the questions, those of an instance together below a heading;
    /// `instances` have one also where there is no answer in them.
    package func outline(
        of fields: [FieldPath: FieldValue],
        in instances: [FieldPath] = []
    ) -> [OutlineRow] {
        let entries: [(FieldPath, FieldValue?)] =
            instances.map { ($0, nil) } + fields.map { ($0.key, .some($0.value)) }
        let answers = ordered(entries)
        var numbers: [FieldPath: Int] = [:]
        var counts: [FieldPath: Int] = [:]
        for instance in answers.flatMap({ $0.0.instances }) where numbers[instance] == nil {
            let number = counts[instance.withoutLastInstance, default: 0] + 1
            (numbers[instance], counts[instance.withoutLastInstance]) = (number, number)
        }
        var rows: [OutlineRow] = []
        var open: [FieldPath] = []
        for (path, value) in answers {
            let instances = path.instances
            for (level, instance) in instances.enumerated()
            where !open.indices.contains(level) || open[level] != instance {
                let count = counts[instance.withoutLastInstance] ?? 1
                rows.append(.instance(instance, number: numbers[instance] ?? 1, count: count))
                open = Array(instances[..<level])
                open.append(instance)
            }
            open = instances
            if let value { rows.append(.answer(path, value)) }
        }
        return rows
    }

    /// The answers in the order of the questions, a repeat's one instance after the other.
    package func ordered(_ fields: [FieldPath: FieldValue]) -> [(FieldPath, FieldValue)] {
        ordered(fields.map { ($0.key, $0.value) })
    }

    private func ordered<Value>(_ entries: [(FieldPath, Value)]) -> [(FieldPath, Value)] {
        let position = Dictionary(
            self.fields.enumerated().map { ($1.template, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let first = { (path: FieldPath) -> Int in
            // A repeat stands where its first question does.
            guard let name = path.segments.first(where: { $0.instance != nil })?.name else {
                return position[path.template] ?? .max
            }
            return self.fields.firstIndex { $0.ancestors.contains { $0.name == name } } ?? .max
        }
        let key = { (path: FieldPath) in
            (
                first(path), path.segments.compactMap { $0.instance?.description }.joined(),
                // An instance stands before all that is in it.
                path.endsInInstance ? -1 : position[path.template] ?? .max
            )
        }
        return entries.sorted { key($0.0) < key($1.0) }
    }
}

extension FieldPath {
    /// The instances of repeats that it lies in, the outermost first.
    fileprivate var instances: [FieldPath] {
        segments.indices.filter { segments[$0].instance != nil }
            .map { FieldPath(Array(segments[...$0])) }
    }

    fileprivate var endsInInstance: Bool { text.hasSuffix("]") }

    fileprivate var withoutLastInstance: FieldPath {
        var places = segments
        guard let last = places.popLast() else { return self }
        return FieldPath(places + [Segment(name: last.name)])
    }
}
