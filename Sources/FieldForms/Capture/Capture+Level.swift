// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Capture {
    /// The stops of the record itself, or of one instance of a repeat.
    ///
    /// Lists of a page stand after it: they are too long for a page of their own.
    package func stops(in instance: FieldPath?) -> [CaptureStop] {
        guard let instance else { return stops(of: form.outline, under: nil) }
        guard let group = group(at: instance), let list = instance.list,
            let id = instance.segments.last?.instance,
            filling.instances[list]?.contains(id) == true, filling.isRelevant(instance)
        else { return [] }
        return group.isPage
            ? page(group, at: instance) : stops(of: group.nodes, under: instance)
    }

    private func stops(of nodes: [FormNode], under parent: FieldPath?) -> [CaptureStop] {
        nodes.flatMap { node -> [CaptureStop] in
            let path = place(node, under: parent)
            switch node {
            case .field(let field):
                guard isStop(field), filling.isRelevant(path) else { return [] }
                return [field.item.type == .note ? .note(path) : .question(path)]
            case .group(let group):
                guard filling.isRelevant(path) else { return [] }
                if group.isRepeat { return [.list(path)] }
                return group.isPage ? page(group, at: path) : stops(of: group.nodes, under: path)
            }
        }
    }

    private func page(_ group: FormGroup, at path: FieldPath) -> [CaptureStop] {
        let within = stops(of: group.nodes, under: path)
        let lists = within.filter { if case .list = $0 { true } else { false } }
        return (lists.count < within.count ? [.page(path)] : []) + lists
    }

    /// The questions and notes of a page that are relevant, in the order of the form.
    package func members(of page: FieldPath) -> [FieldPath] {
        guard let group = group(at: page) else { return [] }
        return flat(group.nodes, under: page).filter { filling.isRelevant($0) }
    }

    private func flat(_ nodes: [FormNode], under parent: FieldPath) -> [FieldPath] {
        nodes.flatMap { node -> [FieldPath] in
            let path = place(node, under: parent)
            switch node {
            case .field(let field): return isStop(field) ? [path] : []
            case .group(let group): return group.isRepeat ? [] : flat(group.nodes, under: path)
            }
        }
    }

    private func place(_ node: FormNode, under parent: FieldPath?) -> FieldPath {
        let name = node.template.split(separator: "/").last.map(String.init) ?? node.template
        return parent?.child(name) ?? FieldPath([FieldPath.Segment(name: name)])
    }

    private func isStop(_ field: FormField) -> Bool {
        field.isAsked || field.item.type == .note
    }

    /// The group or repeat at a path, whatever instances are in it.
    package func group(at path: FieldPath) -> FormGroup? {
        let names = path.segments.map(\.name)
        var nodes = form.outline
        var found: FormGroup?
        for depth in names.indices {
            let template = names[...depth].joined(separator: "/")
            found = nil
            for case .group(let group) in nodes where group.template == template { found = group }
            nodes = found?.nodes ?? []
        }
        return found
    }

    /// Nil where the path is no group.
    func isPage(_ path: FieldPath) -> Bool? { group(at: path)?.isPage }
}

extension FieldPath {
    /// True for a place inside of a group or an instance.
    func isWithin(_ place: FieldPath) -> Bool { text.hasPrefix(place.text + "/") }
}
