// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Foundation
import GRDB

/// Returns as their readers have them: the organisation its work, all others what was submitted.
///
/// A council's device receives the record with all that is written into it, so whatever shows a
/// record reads it by `view`, and nowhere else is decided what is shown.
extension StoreSession {
    /// True for a return of an organisation in which this person has no role.
    package func isReadAsSubmitted(_ form: FormID, _ scope: Scope) throws -> Bool {
        guard form == Self.returnForm, let actor = try storedIdentity()?.actor else { return false }
        return actor.party(in: scope) != .organisation
    }

    /// The record with all that was written into it, whoever reads it.
    func work(_ state: RecordState) throws -> Record {
        try versions(of: state.form)?.view(state) ?? state.view { _ in .ask }
    }

    /// The return as it was submitted last; before that, only which one it is, and how much work
    /// waits for the council's decision.
    func submitted(_ state: RecordState) throws -> Record {
        let (work, versions) = (try work(state), try versions(of: state.form))
        guard let last = ReturnProgress(state).revisions.last else {
            let names = try ["period", "service", "held"].compactMap { try returnField($0) }
            return work.answering(work.fields.filter { names.contains($0.key) })
        }
        return work.answering(
            Dictionary(
                last.fields.map { (versions?.place(of: $0.key) ?? $0.key, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// True where the organisation wrote into a return since it submitted it last.
    package func isChangedSinceSubmission(_ id: RecordID) throws -> Bool {
        guard let state = try state(of: id), let last = ReturnProgress(state).revisions.last else {
            return false
        }
        // As its author saw it: a newer version of the form is no change of theirs.
        let versions = try versions(of: state.form)
        let work = (versions?.upTo(last.formVersion) ?? versions)?.view(state)
        return try (work ?? self.work(state)).fields != last.fields
    }

    /// How many conflicts are in returns of others, who settle them before they submit.
    package func conflictsOfOthersReturns(all: Bool) throws -> Int {
        guard let form = Self.returnForm else { return 0 }
        return try states(form: form).reduce(0) { sum, state in
            guard try isReadAsSubmitted(state.form, state.scope) else { return sum }
            return try sum + allConflicts(of: state).count { all || $0.state == .open }
        }
    }

    /// A form that is opened upon a return shows what is written in it.
    ///
    /// - Throws: `Problem` `permission.denied` for a return of others.
    func requireOwnReturn(_ state: RecordState) throws {
        guard try isReadAsSubmitted(state.form, state.scope) else { return }
        throw Problem(
            .forbidden,
            try form(state.form).definition.refusal(of: .write) + " Nothing was changed."
        )
    }

    /// What an older program noted of returns of others, counted as their reader's own.
    func noteReturnsOfOlderMake() throws {
        try noteReturnsAnew()
        try set("returnMake", Self.returnMake)
    }

    func areReturnsOfOlderMake() throws -> Bool {
        try fact("returnMake", as: Int.self) != Self.returnMake
    }

    /// Counted up when returns are read otherwise.
    private static let returnMake = 1

    /// Makes anew what this device has noted of returns: who reads them has another role by now.
    func noteReturnsAnew() throws {
        guard let form = Self.returnForm else { return }
        let rows = try StoredRow.fetchAll(
            self,
            sql: "SELECT state, hash FROM shown WHERE form = ?",
            arguments: [form.text]
        )
        for state in try rows.map({ try pulledRecord($0).state }) {
            let open = try conflicts(of: state).count { $0.state == .open }
            for table in RecordTable.allCases {
                try run(
                    sql: "UPDATE \(table.rawValue) SET conflicts = ? WHERE id = ?",
                    arguments: [open, state.record.data]
                )
            }
            try makeDue([state.record.data])
            goneLines.insert(state.record)
        }
    }
}
