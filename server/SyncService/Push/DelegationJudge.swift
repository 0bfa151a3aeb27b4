// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether who submits a return is let to by its service.
struct DelegationJudge {
    let reader: any StorageReader
    let forms: FormShelf

    /// Reads the organisation's services only for who is no signatory.
    func check(
        _ revision: ReturnRevision,
        by actor: Actor,
        in scope: Scope,
        versions: FormVersions
    ) throws {
        guard !actor.isSignatory(in: scope) else { return }
        let field = FieldPath("service").flatMap { revision.fields[versions.place(of: $0)] }
        var service: String?
        if case .text(let text) = field { service = text }
        try ReturnDelegation.require(actor, in: scope, services(scope), for: service)
    }

    private func services(_ scope: Scope) throws -> [Record] {
        guard let form = FormID("service"),
            let versions = try forms.versions(of: form, in: reader)
        else { return [] }
        let feed = Feed(
            council: scope.council,
            organisation: scope.organisation,
            audience: scope.audience
        )
        var found: [Record] = []
        try reader.forEachRecord(feed, after: 0) { record in
            if record.state.form == form {
                found.append(versions.view(record.state).placing(versions.origin))
            }
            return true
        }
        return found
    }
}
