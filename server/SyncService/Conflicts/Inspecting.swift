// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// The conflicts that a person may see, masked where they may only know of them.
package struct Inspecting {
    package struct Query: Sendable {
        package var council: CouncilID?
        package var conflict: ConflictID?
        /// Settled ones as well.
        package var all = false
        /// Why masked values are to be shown; kept in the log for good.
        package var revealReason: String?

        package init(
            council: CouncilID? = nil,
            conflict: ConflictID? = nil,
            all: Bool = false,
            revealReason: String? = nil
        ) {
            (self.council, self.conflict) = (council, conflict)
            (self.all, self.revealReason) = (all, revealReason)
        }
    }

    private let reader: any StorageReader
    private let forms: FormShelf
    private let actor: Actor

    package init(reader: any StorageReader, forms: FormShelf, person: PersonID) throws {
        let grants = try reader.person(person)?.grants ?? []
        (self.reader, self.forms) = (reader, forms)
        actor = Actor(person: person, grants: grants)
    }

    /// In the order of councils, records and fields.
    package func conflicts(_ query: Query) throws -> [ConflictReport] {
        var reports: [ConflictReport] = []
        for council in try reader.councilIDs().sorted()
        where query.council == nil || query.council == council {
            for record in try reader.disputed(council, settled: query.all) {
                reports += try self.reports(of: record, query)
            }
        }
        return reports
    }

    private func reports(of record: StoredRecord, _ query: Query) throws -> [ConflictReport] {
        let state = record.state
        guard let versions = try forms.versions(of: state.form, in: reader) else { return [] }
        let subject = versions.newest.definition.subject(in: state.scope)
        let mayRead = may(actor, .read, subject)
        guard mayRead || may(actor, .inspect, subject) else { return [] }
        let isMasked = !mayRead && query.revealReason == nil
        return versions.conflicts(state)
            .filter { query.all || $0.state == .open }
            .filter { query.conflict == nil || query.conflict == $0.id }
            .map {
                ConflictReport(
                    conflict: isMasked ? $0.masked : $0,
                    form: state.form,
                    formVersion: versions.form(asking: $0.field).version,
                    scope: state.scope,
                    version: state.version,
                    trunk: state.trunk.isEmpty ? nil : state.trunk,
                    isMasked: isMasked
                )
            }
    }
}

extension StorageWriter {
    /// Shows masked values to a person who gave a reason, and keeps that in the log first.
    package func reveal(
        _ query: Inspecting.Query,
        reason: String,
        forms: FormShelf,
        person: PersonID,
        now: Instant
    ) throws -> [ConflictReport] {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(
                .reasonMissing,
                "To see case data you must say why: --reveal --reason \"TEXT\""
            )
        }
        guard reason.utf8.count <= Limits.reasonLengthMax else {
            throw Problem(.requestTooLarge, "A reason has at most \(Limits.reasonLengthMax) bytes.")
        }
        var query = query
        query.revealReason = reason
        let reports = try Inspecting(reader: self, forms: forms, person: person).conflicts(query)
        for council in Set(reports.map(\.scope.council)).sorted() {
            try record(
                .revealed(query.conflict, council: council, reason: reason),
                in: council,
                by: person,
                at: now
            )
        }
        return reports
    }
}
