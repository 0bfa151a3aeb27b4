// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormVersions {
    /// What the newest version changes against the one before, or has where it is the first.
    package var difference: FormReport {
        var report = FormReport(form: newest.id, version: newest.version)
        guard versions.count > 1 else {
            report.added = newest.fields.filter { !$0.isCalculated }.map(\.template)
            report.needed = newest.fields.filter { $0.required != nil }.map(\.template)
            return report
        }
        let before = newest.version - 1
        for line in lines where line.last.version >= before {
            let last = line.last
            guard last.version == newest.version else {
                report.removed.append(last.field.template)
                continue
            }
            guard let former = line.stops.dropLast().last else {
                report.added.append(last.field.template)
                if last.field.required != nil { report.needed.append(last.field.template) }
                continue
            }
            report.compare(former.field, with: last.field)
        }
        return report
    }
}

extension FormReport {
    fileprivate mutating func compare(_ old: FormField, with new: FormField) {
        if old.template != new.template {
            renamed.append(Renaming(from: old.template, to: new.template))
        }
        if old.required == nil, new.required != nil { needed.append(new.template) }
        guard old.item.scale == new.item.scale else {
            rescaled.append(new.template)
            return
        }
        if old.item.constraint != new.item.constraint { reruled.append(new.template) }
        for name in old.listed.map(\.name) {
            if let target = new.listed.first(where: { $0.mapsFrom?.contains(name) == true }) {
                choicesRenamed.append(
                    Renaming(
                        from: "\(new.template): \(name)",
                        to: "\(new.template): \(target.name)"
                    )
                )
            }
        }
        let offered = Set(old.choices.map(\.name))
        choicesDropped += new.listed.filter { !$0.isOffered && offered.contains($0.name) }
            .map { "\(new.template): \($0.name)" }
    }
}
