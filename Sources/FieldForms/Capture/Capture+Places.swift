// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where in the form something stands.
extension Capture {
    /// The groups and instances that the present stop lies in, the outermost first.
    ///
    /// They read `Mother`, or `Kid 2 of 3`. A page that is the stop itself says its own name.
    package var headings: [String] {
        guard let path = stop.path else { return [] }
        let segments = path.segments
        return segments.indices.compactMap { index in
            let place = FieldPath(Array(segments[...index]))
            guard let group = group(at: place) else { return nil }
            if let list = place.list { return heading(of: place, in: list) }
            guard index < segments.count - 1, group.item.label != nil else { return nil }
            return label(at: place)
        }
    }

    /// The instances of a list that the form asks about now.
    package func instances(of list: FieldPath) -> [InstanceID] {
        (filling.instances[list] ?? []).filter { filling.isRelevant(list.instance($0)) }
    }

    /// A label where what it stands beside does not say in which instance it lies: `Kid 2: Name`.
    package func placedLabel(at path: FieldPath) -> String {
        let segments = path.segments
        let instances = segments.indices.compactMap { index -> String? in
            let place = FieldPath(Array(segments[...index]))
            guard let list = place.list else { return nil }
            let number = self.instances(of: list).firstIndex { list.instance($0) == place }
            return label(at: list) + (number.map { " \($0 + 1)" } ?? "")
        }
        let own = listLabel(at: path)
        return instances.isEmpty ? own : "\(instances.joined(separator: ", ")): \(own)"
    }

    private func heading(of instance: FieldPath, in list: FieldPath) -> String {
        let all = instances(of: list)
        let number = all.firstIndex { list.instance($0) == instance }
        return label(at: list) + (number.map { " \($0 + 1) of \(all.count)" } ?? "")
    }

    /// A label for a list of answers, where it must be told from others of the same words: those of
    /// its group stand before it then, `Mother: Name`.
    package func listLabel(at path: FieldPath) -> String {
        let own = label(at: path)
        guard let field = form.field(path), form.hasOthers(labelled: field) else { return own }
        let segments = path.segments
        for end in segments.indices.dropLast().reversed() where segments[end].instance == nil {
            let place = FieldPath(Array(segments[...end]))
            if group(at: place)?.item.label != nil { return "\(label(at: place)): \(own)" }
        }
        return own
    }
}

extension CompiledForm {
    func hasOthers(labelled field: FormField) -> Bool {
        fields.contains { $0.template != field.template && $0.label == field.label }
    }
}
