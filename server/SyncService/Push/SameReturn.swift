// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether two people mean the same return, or the same of whatever there is one of.
struct SameReturn {
    let reader: any StorageReader
    let forms: FormShelf

    /// True for a return that was opened before, apart, a principle that was rated before, and a
    /// figure or a change of an organisation that was told before: each is one record, named by
    /// what it is about, and merges.
    func isOpenedAgain(_ change: Change, _ versions: FormVersions) throws -> Bool {
        guard change.kind == .create else { return false }
        switch versions.newest.definition.category {
        case .return: return isSameReturn(change, versions)
        case .principle: return try isSamePrinciple(change, versions)
        case .aggregate, .place: return change.record.followsFromName
        default: return false
        }
    }

    private func isSameReturn(_ change: Change, _ versions: FormVersions) -> Bool {
        let key = ReturnKey(change.scope, answers(of: change, versions))
        return key?.isIdentified(by: change.record) ?? false
    }

    /// False where what was rated first is about another period or principle by now.
    private func isSamePrinciple(_ change: Change, _ versions: FormVersions) throws -> Bool {
        let key = PrincipleKey(change.scope, answers(of: change, versions))
        guard key?.record == change.record else { return false }
        guard let state = try reader.record(change.record)?.state else { return true }
        let fields = versions.view(state).fields
        let present = PrincipleKey(state.scope) { name in
            FieldPath(name).flatMap { fields[versions.place(of: $0)] }
        }
        return present == key
    }

    /// By the names that the form gave first.
    private func answers(
        of change: Change,
        _ versions: FormVersions
    ) -> (String) -> FieldValue? {
        let known = versions.upTo(change.formVersion) ?? versions
        return { name in FieldPath(name).flatMap { change.patch[known.place(of: $0)]?.to } }
    }

    /// - Throws: `Problem` `return.wrong_state` where another return of the same service and period
    ///   is with the council.
    func requireOnly(_ revision: ReturnRevision, in scope: Scope, _ versions: FormVersions) throws {
        let key = ReturnKey(scope) { name in
            FieldPath(name).flatMap { revision.fields[versions.place(of: $0)] }
        }
        guard let key, let all = try forms.versions(of: revision.form, in: reader) else { return }
        let feed = Feed(
            council: scope.council,
            organisation: scope.organisation,
            audience: scope.audience
        )
        var twin: RecordID?
        try reader.forEachRecord(feed, after: 0) { record in
            let state = record.state
            guard state.form == revision.form, state.record != revision.record,
                !state.isDeleted, ReturnProgress(state).state.isHandedIn
            else { return true }
            let fields = all.view(state).fields
            let other = ReturnKey(state.scope) { name in
                FieldPath(name).flatMap { fields[all.place(of: $0)] }
            }
            if other == key { twin = state.record }
            return twin == nil
        }
        if let twin { throw Problem.returnTwice(twin, key.period) }
    }
}

extension StoredRecord {
    /// The identifier follows from the place, so another place is no mistake of an honest device.
    ///
    /// - Throws: `Problem` `record.exists`, or `return.wrong_state` of one that is decided.
    func requireSamePlace(as change: Change) throws {
        guard state.scope == change.scope, state.form == change.form else {
            throw Problem(.recordExists, "This record exists already; edit it instead.")
        }
        try state.requireUnsettled()
    }
}
