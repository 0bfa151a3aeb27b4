// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Figures

/// A service that is over, with work that is dated after its end.
package struct HeldWork: Hashable, Sendable {
    package let service: Record
    package let ends: PlainDate
    package let lateEntryUntil: PlainDate?
    /// Records on this device that wait for the council; nil where it has no case data of them.
    package let held: Int?
    /// Records that count nowhere, as the council decided.
    package let unfunded: Int?
    package let last: PlainDate?
    /// What the last return of the service said to wait, for those who see no case data.
    package let reported: Int?
    /// The decision that holds, as its record has it.
    package let decision: Record?
    /// Who wrote it last, and when.
    package let decided: LastWord?

    package struct LastWord: Hashable, Sendable {
        package let person: PersonID
        package let at: Instant
    }

    package var waits: Bool { (held ?? reported ?? 0) > 0 }
}

/// What the council decides about work after the end of a service.
package enum LateDecision: Hashable, Sendable {
    case extend(until: PlainDate)
    case move(to: RecordID)
    case unfunded
}

extension StoreSession {
    /// Services of which work waits, was moved, or is not funded; by name.
    package func heldWork() throws -> [HeldWork] {
        let all = try countedRecords()
        let decisions = Dictionary(grouping: all.filter { $0.form.text == "late_work" }) {
            $0.text("service") ?? ""
        }
        return try Dictionary(grouping: all.filter { $0.scope.organisation != nil }, by: \.scope)
            .filter { $0.key.audience == .council }
            .flatMap { scope, shared -> [HeldWork] in
                let own = all.filter {
                    $0.scope.council == scope.council && $0.scope.audience == .organisation
                        && $0.scope.organisation == scope.organisation
                }
                let late = Cases(own + shared).late
                return try shared.filter { $0.form.text == "service" }.compactMap {
                    try heldWork($0, late, decisions, seesCases: !own.isEmpty)
                }
            }
            .sorted {
                ($0.service.text("name") ?? "", $0.service.id) < (
                    $1.service.text("name") ?? "", $1.service.id
                )
            }
    }

    private func heldWork(
        _ service: Record,
        _ late: [LateWork],
        _ decisions: [String: [Record]],
        seesCases: Bool
    ) throws -> HeldWork? {
        guard !service.isDeleted, let ends = service.date("ends") else { return nil }
        let id = service.id.description
        let work = late.filter { $0.service == id }
        let decision = decisions[id]?.filter { !$0.isDeleted }.max(by: Record.isDecidedBefore)
        let reported = try reportedHeld(of: id)
        guard !work.isEmpty || decision != nil || (!seesCases && (reported ?? 0) > 0) else {
            return nil
        }
        let count = { (isDecided: Bool) in
            Set(work.filter { $0.isDecided == isDecided }.map(\.record)).count
        }
        return HeldWork(
            service: service,
            ends: ends,
            lateEntryUntil: service.date("late_entry_until"),
            held: seesCases ? count(false) : nil,
            unfunded: seesCases ? count(true) : nil,
            last: work.map(\.date).max(),
            reported: reported,
            decision: decision,
            decided: try decision.flatMap { try state(of: $0.id)?.lastWord }
        )
    }

    /// What the latest return of a service says to wait.
    private func reportedHeld(of service: String) throws -> Int? {
        guard let field = try returnField("service"), let held = try returnField("held") else {
            return nil
        }
        let own = try returns().filter {
            $0.record.fields[field] == .text(service) && $0.progress.state != .void
        }
        let last = try own.max { try period(of: $0.record) < period(of: $1.record) }
        guard case .integer(let number)? = last?.record.fields[held] else { return nil }
        return Int(clamping: number)
    }

    /// Says what becomes of the work after the end of a service; the last decision holds.
    ///
    /// - Throws: `Problem` `reason.missing`, or `record.unknown` for another service that is not
    ///   this organisation's or is over as well.
    package func decide(
        on service: RecordID,
        _ decision: LateDecision,
        reason: String
    ) throws -> Saved {
        guard let found = try services().first(where: { $0.record.id == service })?.record,
            let form = FormID("late_work"), let ends = found.date("ends")
        else {
            throw Problem(
                .recordUnknown,
                "This is no service with an end, so no work of it is held. See: keeplocal service"
                    + " held"
            )
        }
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Problem(.reasonMissing, "The organisation must read why. Say it with --reason.")
        }
        var fields: [(String, FieldValue)] = [
            ("service", .text(service.description)), ("reason", .text(reason)),
        ]
        switch decision {
        case .extend(let day):
            try extend(found, ends, until: day)
            fields += [("decision", .choice("extend")), ("until", .date(day))]
        case .move(let other):
            try requireOpen(other, besides: found, after: ends)
            fields += [("decision", .choice("move")), ("other", .text(other.description))]
        case .unfunded: fields.append(("decision", .choice("unfunded")))
        }
        let place = Place(council: found.scope.council, organisation: found.scope.organisation)
        return try create(form, fields: placed(fields, form), in: place)
    }

    private func placed(
        _ fields: [(String, FieldValue)],
        _ form: FormID
    ) throws -> [FieldPath: FieldValue] {
        let versions = try versions(of: form)
        var placed: [FieldPath: FieldValue] = [:]
        for (name, value) in fields {
            guard let path = FieldPath(name) else { continue }
            placed[versions?.place(of: path) ?? path] = value
        }
        return placed
    }

    private func extend(_ service: Record, _ ends: PlainDate, until day: PlainDate) throws {
        guard day >= ends, let path = FieldPath("late_entry_until") else {
            throw Problem(.fieldRequired, "The service ended on \(ends): name a day after that.")
        }
        let place = try versions(of: service.form)?.place(of: path) ?? path
        guard service.date("late_entry_until") != day else { return }
        _ = try edit(service.id, fields: [place: .date(day)])
    }

    private func requireOpen(
        _ other: RecordID,
        besides service: Record,
        after ends: PlainDate
    ) throws {
        let found = try services().first { $0.record.id == other }?.record
        guard let found, other != service.id, found.scope == service.scope,
            found.date("ends").map({ $0 > ends }) ?? true, found.text("status") != "defunct"
        else {
            throw Problem(
                .recordUnknown,
                "Work is moved to another service of the same organisation that went on after"
                    + " \(ends). Nothing was decided."
            )
        }
    }
}

extension RecordState {
    fileprivate var lastWord: HeldWork.LastWord? {
        registers.values.flatMap(\.writes).map(\.stamp).max { $0.at < $1.at }
            .map { HeldWork.LastWord(person: $0.author, at: $0.at.instant) }
    }
}
