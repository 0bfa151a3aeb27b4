// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What the council decides about work after the end of a service.
package enum LateDecision: Hashable, Sendable {
    case extend(until: PlainDate)
    case move(to: RecordID)
    case unfunded
}

extension StoreSession {
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

    private func extend(_ service: Record, _ ends: PlainDate, until day: PlainDate) throws {
        guard day >= ends, let place = try placed("late_entry_until", service.form) else {
            throw Problem(.fieldRequired, "The service ended on \(ends): name a day after that.")
        }
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
