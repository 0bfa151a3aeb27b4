// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// Beginning a return.
extension StoreSession {
    /// Opens the return of a period, its figures counted from this device's records.
    ///
    /// With `continuing` what the last return of the same service says besides its figures stands
    /// in it already, to be gone over.
    package func openReturn(
        _ period: ReturnPeriod,
        answers: [FieldPath: FieldValue?],
        in place: Place,
        continuing: Bool = false
    ) throws -> (saved: Saved, figures: ReturnFigures) {
        try requireWholeRecords()
        let form = try returnForm()
        let scope = try scope(of: form, in: place)
        let service = try returnField("service").flatMap { answers[$0] ?? nil }
        var fields = continuing ? try lastWords(before: period, scope, service) : [:]
        let figures = try figures(of: period, scope, service: self.service(in: answers))
        fields.merge(figures.fields) { $1 }
        if let field = try returnField("period") { fields[field] = .text(period.description) }
        for (path, value) in answers { fields[path] = value }
        try requireNew(period, fields, scope)
        let saved = try create(
            form.id,
            fields: fields,
            in: Place(council: scope.council, organisation: scope.organisation),
            record: try newReturn(
                ReturnKey(scope, service: self.service(in: answers), period: period)
            )
        )
        return (saved, figures)
    }

    /// Two people who open the same return apart open one record; another follows one that is void.
    private func newReturn(_ key: ReturnKey) throws -> RecordID? {
        try (0..<ReturnKey.attemptsMax).lazy.map(key.record(attempt:)).first {
            try state(of: $0) == nil
        }
    }

    private func requireNew(
        _ period: ReturnPeriod,
        _ fields: [FieldPath: FieldValue],
        _ scope: Scope
    ) throws {
        let names = try ["period", "service"].compactMap { try returnField($0) }
        let same = try returns().first { found in
            found.record.scope == scope && found.progress.state != .void
                && names.allSatisfy { found.record.fields[$0] == fields[$0] }
        }
        guard let same else { return }
        throw Problem(
            .alreadyExists,
            "There is a return for \(period) already: \(same.record.id). Nothing was opened."
                + " See it with: keeplocal return list. One for another service names it with"
                + " --set service=NAME"
        )
    }

    /// What the last return of a service says that is nobody's count.
    private func lastWords(
        before period: ReturnPeriod,
        _ scope: Scope,
        _ service: FieldValue?
    ) throws -> [FieldPath: FieldValue] {
        let field = try returnField("service")
        let former = try returns().filter { found in
            try found.record.scope == scope && found.progress.state != .void
                && field.flatMap { found.record.fields[$0] } == service
                && self.period(of: found.record) < period
        }
        guard
            let last = try former.max(by: {
                try self.period(of: $0.record) < self.period(of: $1.record)
            })
        else {
            throw Problem(
                .recordUnknown,
                "There is no earlier return of this service to begin from. Open it without"
                    + " --from-last."
            )
        }
        let form = try returnForm()
        return last.record.fields.filter { path, value in
            if case .blob = value { return false }
            return path.segments.count == 1 && form.field(path)?.item.type == .text
        }
    }
}
