// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// A return and how far it has come.
package struct ReturnOnDevice: Sendable {
    package let record: Record
    package let progress: ReturnProgress
}

/// A return from its first figure to the council's decision.
extension StoreSession {
    package static var returnForm: FormID? { FormID("quarterly_return") }

    package func returns() throws -> [ReturnOnDevice] {
        guard let form = Self.returnForm else { return [] }
        return try states(form: form).filter { !$0.isDeleted }.map {
            ReturnOnDevice(record: try view($0), progress: ReturnProgress($0))
        }
    }

    /// Those that a council asks this person's organisation about, or gave back to it, for who may
    /// answer.
    package func returnsAsked(of actor: Actor) throws -> [ReturnOnDevice] {
        let roles = ReturnRule.of(.answer).roles
        let own = Set(actor.grants.filter { roles.contains($0.role) }.compactMap(\.organisation))
        guard !own.isEmpty else { return [] }
        return try returns().filter { found in
            [.queried, .returned].contains(found.progress.state)
                && found.record.scope.organisation.map(own.contains) == true
        }
    }

    /// Those of a council that wait for this person, as its reviewer, or as its champion in senior
    /// leadership who had no part in them.
    package func returnsWaiting(for actor: Actor) throws -> [ReturnOnDevice] {
        let turns: [Role: ReturnState.Turn] = [.reviewer: .reviewer, .seniorChampion: .champion]
        let own = actor.grants.compactMap { grant -> (ReturnState.Turn, CouncilID)? in
            guard let turn = turns[grant.role], let council = grant.council else { return nil }
            return (turn, council)
        }
        guard !own.isEmpty else { return [] }
        let me = try identity().person
        return try returns().filter { found in
            let (state, council) = (found.progress.state, found.record.scope.council)
            guard own.contains(where: { $0 == (state.turn, council) }) else { return false }
            return state.turn == .reviewer || state == .accepted && found.progress.mayApprove(me)
        }
    }

    /// The same as the server has them: a decision of this device that is not stored yet is an
    /// intention, and nobody else is told what follows from it.
    package func storedReturns() throws -> [ReturnOnDevice] {
        guard let form = Self.returnForm else { return [] }
        return try states(form: form).compactMap { try pulled($0.record)?.state }
            .filter { !$0.isDeleted }
            .map { ReturnOnDevice(record: try view($0), progress: ReturnProgress($0)) }
    }

    package func returnOnDevice(_ record: RecordID) throws -> ReturnOnDevice {
        let (target, state) = try target(record)
        guard target.form.definition.category == .return else {
            throw Problem(
                .recordUnknown,
                "The record \(record) is no return. See them with: keeplocal return list"
            )
        }
        return ReturnOnDevice(
            record: try view(state),
            progress: ReturnProgress(state)
        )
    }

    func returnForm() throws -> CompiledForm {
        guard let id = Self.returnForm else { throw Problem(.formUnknown, "There is no return.") }
        return try form(id)
    }

    /// Where the newest return form has what it called so first.
    func returnField(_ name: String) throws -> FieldPath? {
        let form = try Self.returnForm.flatMap { try versions(of: $0) }
        return FieldPath(name).map { form?.place(of: $0) ?? $0 }
    }

    /// What counting a return's records gives now.
    package func figures(of record: RecordID) throws -> ReturnFigures {
        try figures(of: returnOnDevice(record).record)
    }

    /// Nil for a return about everything that an organisation does.
    func service(in answers: [FieldPath: FieldValue?]) throws -> String? {
        guard let path = try returnField("service"), case .text(let name)?? = answers[path]
        else { return nil }
        return name
    }

    package func period(of record: Record) throws -> ReturnPeriod {
        guard case .text(let text)? = try returnField("period").flatMap({ record.fields[$0] }),
            let period = ReturnPeriod(text)
        else {
            throw Problem(
                .fieldRequired,
                "The return names no period, such as \(ReturnPeriod.examples)."
            )
        }
        return period
    }

    /// What counting a return's records gives, with answers that are about to be saved.
    func figures(
        of record: Record,
        with answers: [FieldPath: FieldValue?] = [:]
    ) throws -> ReturnFigures {
        let given = record.fields.mapValues(Optional.some).merging(answers) { $1 }
        return try figures(of: period(of: record), record.scope, service: service(in: given))
    }

    func figures(
        of period: ReturnPeriod,
        _ scope: Scope,
        service: String?
    ) throws -> ReturnFigures {
        let own = try cases {
            $0.council == scope.council && $0.organisation == scope.organisation
        }
        return ReturnFigures(
            of: own,
            in: period,
            service: service,
            measures: try measures(),
            isLast: try isOver(service, by: period.last, scope)
        ).placed(try Self.returnForm.flatMap { try versions(of: $0) })
    }

    /// True where no later return of the service is awaited.
    private func isOver(_ service: String?, by day: PlainDate, _ scope: Scope) throws -> Bool {
        guard let service else { return false }
        let ends = try services().map(\.record).first {
            $0.scope == scope && ReturnBoard.means(service, $0.id, called: $0.text("name") ?? "")
        }?.date("ends")
        return ends.map { $0 <= day } ?? false
    }
}
