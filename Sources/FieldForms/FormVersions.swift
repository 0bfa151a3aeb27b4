// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// All versions of one form that are known here, and how what was written under an older one reads
/// under the newest.
///
/// Nothing that is stored changes: a state is mapped each time it is read.
package struct FormVersions: Sendable {
    package let newest: CompiledForm
    /// Without a gap, oldest first: across a missing version nothing can be mapped.
    let versions: [CompiledForm]
    let lines: [FieldLine]
    /// The line of every path that a field ever had.
    let lineByTemplate: [String: Int]

    /// Nil for no version at all.
    package init?(_ forms: [CompiledForm]) {
        let sorted = forms.sorted { $0.version < $1.version }
        guard let newest = sorted.last else { return nil }
        var versions = [newest]
        for form in sorted.reversed().dropFirst() where form.version == versions[0].version - 1 {
            versions.insert(form, at: 0)
        }
        self.newest = newest
        self.versions = versions
        var builder = FieldLineBuilder()
        for form in versions { builder.add(form) }
        (lines, lineByTemplate) = (builder.lines, builder.lineByTemplate)
    }

    /// Oldest first.
    package var all: [CompiledForm] { versions }

    /// What someone knows who has no version above `version`; nil where that is none of these.
    package func upTo(_ version: Int) -> FormVersions? {
        guard version < newest.version else { return self }
        return FormVersions(versions.filter { $0.version <= version })
    }

    package func form(version: Int) -> CompiledForm? {
        versions.first { $0.version == version }
    }

    /// The newest version that asks for the field at this path.
    package func form(asking path: FieldPath) -> CompiledForm {
        guard let line = line(of: path) else { return newest }
        return form(version: line.last.version) ?? newest
    }

    func line(of path: FieldPath) -> FieldLine? {
        lineByTemplate[path.template].map { lines[$0] }
    }

    /// Where the field of a path stands now, whatever version named it so.
    package func place(of path: FieldPath) -> FieldPath {
        guard let field = line(of: path)?.last.field, field.template != path.template else {
            return path
        }
        return field.place(of: path)
    }

    /// Where the field of a path stood when it was first asked.
    package func origin(of path: FieldPath) -> FieldPath {
        guard let field = line(of: path)?.stops.first?.field, field.template != path.template else {
            return path
        }
        return field.place(of: path)
    }
}

extension FormVersions {
    /// The state as it reads under the newest version.
    package func read(_ state: RecordState) -> RecordState {
        if versions.count == 1, state.formVersion == newest.version { return state }
        return state.mapped(
            to: newest.version,
            path: place,
            value: { value, path, version in
                line(of: path)?.value(value, from: version, upTo: newest.version) ?? value
            }
        )
    }

    /// Answers that were given to an older version, as the newest asks for them.
    ///
    /// Those that it does not ask for, and those on a former scale, have no place in it.
    package func carried(
        _ answers: [FieldPath: FieldValue],
        from version: Int
    ) -> [FieldPath: FieldValue] {
        guard version < newest.version else { return answers }
        var carried: [FieldPath: FieldValue] = [:]
        for (path, answer) in answers {
            guard let line = line(of: path), line.last.version == newest.version else { continue }
            let value = line.value(answer, from: version, upTo: newest.version)
            if !value.isScaled { carried[place(of: path)] = value }
        }
        return carried
    }

    package func policy(for path: FieldPath) -> MergePolicy {
        newest.field(path)?.item.merge ?? line(of: path)?.last.field.item.merge ?? .ask
    }

    package func view(_ state: RecordState) -> Record {
        read(state).view(policy, origin: origin).settingApart(retired)
    }

    package func conflicts(_ state: RecordState) -> [Conflict] {
        read(state).conflicts(policy, origin: origin)
    }

    /// The last version that asked for the field, where the newest does not.
    private func retired(_ path: FieldPath) -> Int? {
        guard let last = line(of: path)?.last.version, last < newest.version else { return nil }
        return last
    }

    /// The field at a path, for its label: as the newest version that asks for it has it.
    package func field(_ path: FieldPath) -> FormField? {
        newest.field(path) ?? line(of: path)?.last.field
    }
}
