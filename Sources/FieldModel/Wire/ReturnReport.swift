// SPDX-License-Identifier: Apache-2.0

/// `GET /v1/admin/returns`: where a return stands, for administrators, who never receive what it
/// says.
package struct ReturnReport: Sendable, Codable, Hashable {
    package let record: RecordID
    package let form: FormID
    package let formVersion: Int
    package let scope: Scope
    /// The version of the record: the base of a move.
    package let version: Sequence64
    package let period: String?
    package let state: ReturnState
    package let content: Hash?
    package let forces: [Force]

    /// What administrators said.
    package struct Force: Sendable, Codable, Hashable {
        package let from: ReturnState
        package let to: ReturnState
        package let said: [Said]
        package let isOpen: Bool
        package let isDone: Bool
    }

    package struct Said: Sendable, Codable, Hashable {
        package let person: PersonID
        package let at: HybridTime
        package let reason: String?
    }

    package init(_ state: RecordState, period: String?) {
        let progress = ReturnProgress(state)
        (record, form, formVersion) = (state.record, state.form, state.formVersion)
        (scope, version, self.period) = (state.scope, state.version, period)
        (self.state, content) = (progress.state, progress.content)
        forces = progress.forces.map { force in
            Force(
                from: force.from,
                to: force.to,
                said: force.said.map { Said(person: $0.person, at: $0.at, reason: $0.words) },
                isOpen: force.isOpen,
                isDone: force.isDone
            )
        }
    }
}
