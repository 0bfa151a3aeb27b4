// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation
import GRDB

/// What organisations are called, and were called.
extension StoreSession {
    package func organisationHistory() throws -> OrganisationHistory {
        guard let id = FormID("organisation_change") else { return OrganisationHistory([]) }
        return OrganisationHistory(try organisationChanges(id).compactMap(OrganisationChange.init))
    }

    /// Those who may write them read their own too; for all others their unsent work, which may be
    /// much, is not looked through.
    private func organisationChanges(_ id: FormID) throws -> [Record] {
        guard let form = try versions(of: id)?.newest else { return [] }
        guard try scopes(of: form).isEmpty else { return try records(form: id) }
        let ids = try Data.fetchAll(
            self,
            sql: "SELECT id FROM record WHERE form = ?",
            arguments: [id.text]
        )
        return try ids.compactMap { try record(RecordID(column: $0)) }
    }

    /// What an organisation is called today, and who goes on in its place.
    package func name(of organisation: OrganisationID) throws -> String {
        try name(of: organisation, on: today)
    }

    /// What it was called on a day.
    package func name(of organisation: OrganisationID, on day: PlainDate) throws -> String {
        let history = try organisationHistory()
        let name = { (id: OrganisationID) in
            history.name(of: id, on: day, else: try self.directoryName(of: id))
        }
        guard let next = history.successor(of: organisation, on: day) else {
            return try name(organisation)
        }
        return "\(try name(organisation)) (now \(try name(next)))"
    }

    /// What the organisation of a record was called when its period ended; else what it is called
    /// today.
    package func organisationName(of record: Record) throws -> String? {
        try record.scope.organisation.map { organisation in
            let period = record.text("period").flatMap(ReturnPeriod.init)
            return try name(of: organisation, on: period?.last ?? today)
        }
    }

    /// All organisations that are known here, by each name that they ever had.
    package func organisationNames() throws -> [(id: OrganisationID, name: String)] {
        let history = try organisationHistory()
        return try directory().flatMap { entry -> [(id: OrganisationID, name: String)] in
            guard case .organisation(let known) = entry else { return [] }
            return history.names(of: known.id, known: known.name).sorted()
                .map { (known.id, $0) }
        }
    }

    private func directoryName(of organisation: OrganisationID) throws -> String {
        try name(of: organisation.description)
    }
}
