// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures

/// What a return reported, as reports tell it.
extension StoreSession {
    /// What was accepted or approved of the returns, or of all on this device.
    func reportedReturns(_ some: [ReturnOnDevice]? = nil) throws -> [ReturnTable.Entry] {
        let people = try ReturnPeople(self)
        return try (some ?? returns()).compactMap { found in
            try found.progress.reported.map { try entry(of: found, $0, people) }
        }
    }

    private func entry(
        of found: ReturnOnDevice,
        _ revision: ReturnRevision,
        _ people: ReturnPeople? = nil
    ) throws -> ReturnTable.Entry {
        try entry(
            of: found,
            saying: reportedFields(revision),
            source: source(of: found, revision),
            people
        )
    }

    /// A return as reports tell it, of answers by the names that the form gave first.
    func entry(
        of found: ReturnOnDevice,
        saying fields: [FieldPath: FieldValue],
        source: String,
        _ people: ReturnPeople?
    ) throws -> ReturnTable.Entry {
        let name = try organisationName(of: found.record)
        return ReturnTable.Entry(
            organisation: inert(name ?? ""),
            service: inert(try serviceName(of: found)),
            period: FieldPath("period").flatMap { fields[$0] }?.words ?? "",
            fields: fields,
            source: source,
            parts: parts(of: found, fields),
            people: key(of: found, fields).flatMap { key in
                people?.people(of: key, FieldPath("service").flatMap { fields[$0] }?.words)
            }
        )
    }

    /// By what the return is about: another that took its place tells of the same people.
    func origin(
        of found: ReturnOnDevice,
        _ revision: ReturnRevision
    ) throws -> NetworkFigure.Source {
        let key = key(of: found, try reportedFields(revision))
        return NetworkFigure.Source(
            key?.record() ?? found.record.id,
            content: try revision.contentHash().short
        )
    }

    /// A correction tells of the same people as what it corrects, and a half year of those of its
    /// quarters.
    private func parts(
        of found: ReturnOnDevice,
        _ fields: [FieldPath: FieldValue]
    ) -> Set<String>? {
        key(of: found, fields).map { key in
            Set(
                key.period.quarters.map { quarter in
                    let period = ReturnPeriod(quarter)
                    let one = ReturnKey(key.scope, service: key.service, period: period)
                    return Self.part(of: one.record())
                }
            )
        }
    }

    private func key(of found: ReturnOnDevice, _ fields: [FieldPath: FieldValue]) -> ReturnKey? {
        ReturnKey(found.record.scope) { name in FieldPath(name).flatMap { fields[$0] } }
    }

    /// As figures that are told to the network name it.
    private static func part(of record: RecordID) -> String {
        NetworkFigure.Source(record, content: "").part
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
        let hidden = try fewOf(found, revision)
        let file = "What may be told in public: keeplocal report returns --html FILE"
        guard !hidden.isEmpty else { return [file] }
        return [
            "Of so few people that they could be recognised, and not to be told:"
                + " \(hidden.joined(separator: ", ")).", file,
        ]
    }

    /// Which numbers of a return that is submitted are of so few people, and who reads them.
    func submissionNotes(of record: RecordID) throws -> [String] {
        let found = try returnOnDevice(record)
        guard let revision = found.progress.revisions.last else { return [] }
        let few = try fewOf(found, revision)
        guard !few.isEmpty else { return [] }
        return [
            "Of so few people that they could be recognised: \(few.joined(separator: ", ")). The"
                + " council reads these numbers, as it asked for them; in what it writes for"
                + " others they are left out."
        ]
    }

    private func fewOf(
        _ found: ReturnOnDevice,
        _ revision: ReturnRevision
    ) throws -> [String] {
        let table = ReturnTable([try entry(of: found, revision)]).table
        var disclosing = Disclosing(Threshold(try threshold(of: found.record.scope.council)))
        let figures = disclosing.told(table).rows.first?.figures ?? []
        return zip(table.columns, figures).filter { $1.value == .suppressed }.map(\.0.name)
    }
}
