// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures

/// What a return reported, as reports tell it.
extension StoreSession {
    func entry(
        of found: ReturnOnDevice,
        _ revision: ReturnRevision
    ) throws -> ReturnTable.Entry {
        let fields = try reportedFields(revision)
        let name = try found.record.scope.organisation.map { try self.name(of: $0) }
        return ReturnTable.Entry(
            organisation: inert(name ?? ""),
            period: FieldPath("period").flatMap { fields[$0] }?.words ?? "",
            fields: fields,
            source: try source(of: found, revision),
            origin: try origin(of: found, revision)
        )
    }

    func origin(
        of found: ReturnOnDevice,
        _ revision: ReturnRevision
    ) throws -> NetworkFigure.Source {
        NetworkFigure.Source(found.record.id, content: try revision.contentHash().short)
    }

    /// By the names that the form gave first.
    func reportedFields(_ revision: ReturnRevision) throws -> [FieldPath: FieldValue] {
        let versions = try versions(of: revision.form)
        return Dictionary(
            revision.fields.map { (versions?.origin(of: $0.key) ?? $0.key, $0.value) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func source(of found: ReturnOnDevice, _ revision: ReturnRevision) throws -> String {
        "return \(found.record.id.short), content \(try revision.contentHash().short)"
    }

    /// Which numbers of a return nobody may be told when it is published, and what writes the rest.
    func publicNotes(of record: RecordID) throws -> [String] {
        let found = try returnOnDevice(record)
        guard let revision = found.progress.revisions.last else { return [] }
        let council = try councilReferences().first { $0.id == found.record.scope.council }
        let table = ReturnTable([try entry(of: found, revision)]).table
        var disclosing = Disclosing(Threshold(council?.suppressionThreshold ?? Threshold.usual))
        let figures = disclosing.told(table).rows.first?.figures ?? []
        let hidden = zip(table.columns, figures).filter { $1.value == .suppressed }.map(\.0.name)
        let file = "What may be told in public: keeplocal report returns --html FILE"
        guard !hidden.isEmpty else { return [file] }
        return [
            "Of so few people that they could be recognised, and not to be told:"
                + " \(hidden.joined(separator: ", ")).", file,
        ]
    }
}
