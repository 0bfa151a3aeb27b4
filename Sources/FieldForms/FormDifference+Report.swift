// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormVersions {
    /// What the newest version changes against the one before, or has where it is the first; the
    /// records are not counted yet.
    package var report: FormReport {
        let before = versions.count > 1 ? newest.version - 1 : 0
        let report = FormReport(form: newest.id, version: newest.version)
        return difference(from: before, to: newest.version).map(report.telling) ?? report
    }
}

extension FormReport {
    /// The same comparison in the lists that cross the wire.
    ///
    /// Where the scale is another one, neither its rule nor its choices are told besides.
    fileprivate func telling(_ difference: FormDifference) -> FormReport {
        var report = self
        report.rescaled = difference.fields(.rescaled)
        let rescaled = Set(report.rescaled)
        for entry in difference.entries {
            switch entry.kind {
            case .added: report.added.append(entry.field)
            case .removed: report.removed.append(entry.field)
            case .renamed:
                report.renamed.append(Renaming(from: entry.from ?? "", to: entry.to ?? ""))
            case .needed where entry.from == nil: report.needed.append(entry.field)
            case .reruled where !rescaled.contains(entry.field): report.reruled.append(entry.field)
            case .choiceRenamed where !rescaled.contains(entry.field):
                report.choicesRenamed.append(
                    Renaming(
                        from: "\(entry.field): \(entry.from ?? "")",
                        to: "\(entry.field): \(entry.to ?? "")"
                    )
                )
            case .choiceDropped where !rescaled.contains(entry.field):
                report.choicesDropped.append("\(entry.field): \(entry.from ?? "")")
            default: break
            }
        }
        return report
    }
}

extension FormDifference {
    fileprivate func fields(_ kind: Kind) -> [String] {
        entries.filter { $0.kind == kind }.map(\.field)
    }
}
