// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Filling {
    /// A new record as a person who gave these answers, in the order of the form, would have left
    /// it: with defaults, first values, results that are kept, and what the device notes.
    package init(
        giving given: [FieldPath: FieldValue],
        to form: CompiledForm,
        surroundings: Surroundings
    ) {
        self.init(form, [:], Self.instances(of: given.keys), surroundings, .beginning)
        for path in form.inOrder(given.keys) { answer(path, with: given[path]) }
        end(at: surroundings.now)
    }

    /// What is saved of it: what was given stands, whatever the form would have made of it.
    package func record(keeping given: [FieldPath: FieldValue]) -> [FieldPath: FieldValue] {
        record.merging(given) { $1 }
    }

    private static func instances(
        of paths: some Sequence<FieldPath>
    ) -> [FieldPath: [InstanceID]] {
        var found: [FieldPath: [InstanceID]] = [:]
        for path in paths.sorted() {
            var outer: [FieldPath.Segment] = []
            for segment in path.segments {
                if let id = segment.instance {
                    let list = FieldPath(outer + [FieldPath.Segment(name: segment.name)])
                    if found[list]?.contains(id) != true { found[list, default: []].append(id) }
                }
                outer.append(segment)
            }
        }
        return found
    }
}

extension CompiledForm {
    /// What else a record has when these answers are given to it: results that are kept and need
    /// them, and what the form gives in instances that begin with them.
    ///
    /// Nil takes an answer away. What is given is not among it, whatever the form makes of it.
    package func following(
        _ given: [FieldPath: FieldValue?],
        in record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> [FieldPath: FieldValue?] {
        var filling = Filling(self, record, [:], surroundings, .continuing)
        var changed: Set<FieldPath> = []
        for path in inOrder(given.keys) {
            changed.formUnion(filling.answer(path, with: given[path] ?? nil))
        }
        var found: [FieldPath: FieldValue?] = [:]
        for path in changed
        where given[path] == nil && field(path)?.isKept == true
            && filling.answers[path] != record[path]
        {
            found[path] = .some(filling.answers[path])
        }
        return found
    }

    fileprivate func inOrder(_ paths: some Sequence<FieldPath>) -> [FieldPath] {
        let positions = Dictionary(
            fields.enumerated().map { ($1.template, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let order = { (path: FieldPath) in (positions[path.template] ?? .max, path) }
        return paths.sorted { order($0) < order($1) }
    }
}
