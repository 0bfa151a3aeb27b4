// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What the council does without.
extension StoreSession {
    /// Says that the council does without the return of a service for a period.
    ///
    /// - Throws: `Problem` `already_exists` for what is waived, `field.constraint` for a period of
    ///   which nobody awaits a return of the service, or `return.wrong_state` where one was
    ///   submitted.
    package func waiveReturn(
        _ period: ReturnPeriod,
        of service: Record,
        reason: String
    ) throws -> Saved {
        guard let form = FormID("return_waiver") else {
            throw Problem(.formUnknown, "There is no form of waivers on this device.")
        }
        // Who may not waive is told that, by the writing.
        let rights = try self.form(form).definition
        if may(try identity().actor, .write, rights.subject(in: service.scope)) {
            try requireAwaited(period, of: service)
        }
        let fields: [(String, FieldValue)] = [
            ("service", .text(service.id.description)), ("period", .text(period.description)),
            ("reason", .text(reason)),
        ]
        // For those who read the service.
        return try create(form, fields: placed(fields, form), in: service.scope.place)
    }

    private func requireAwaited(_ period: ReturnPeriod, of service: Record) throws {
        let name = service.text("name") ?? service.id.description
        guard let agreed = try agreedReturns().first(where: { $0.service == service.id }) else {
            throw Problem(
                .fieldConstraint,
                "No returns of \(name) are asked for. Nothing was waived."
            )
        }
        // Of a period to come it can be known already.
        if let why = period.hindrance(of: agreed, today: max(today, period.first)) {
            throw Problem(.fieldConstraint, "\(why) Nothing was waived.")
        }
        if let waived = try waivedWords(period, of: agreed) {
            throw Problem(.alreadyExists, "\(waived) Nothing was waived twice.")
        }
        let field = try returnField("service")
        let sent = try returns().first { found in
            guard found.record.scope == service.scope, found.progress.submission != nil,
                found.progress.state != .void, try self.period(of: found.record) == period,
                let text = field.flatMap({ found.record.text($0.text) })
            else { return false }
            return ReturnBoard.means(text, service.id, called: name)
        }
        guard let sent else { return }
        throw Problem(
            .returnWrongState,
            "The return of \(name) for \(period) was submitted, is \(sent.progress.state.words)"
                + " and goes on as any other: \(sent.record.id). Nothing was waived."
        )
    }

    /// Who waived a return, and why, in a sentence; nil where nobody did.
    func waivedWords(_ period: ReturnPeriod, of agreed: ReturnBoard.Agreed) throws -> String? {
        let found = try waivers().first {
            $0.period == period
                && ReturnBoard.means($0.service, agreed.service, called: agreed.name)
        }
        guard let found else { return nil }
        var who = "The return of \(agreed.name) for \(period) is waived"
        let last = try found.record.flatMap { try state(of: $0) }?
            .registers.values.flatMap(\.writes).map(\.stamp).max { $0.at < $1.at }
        if let last { who += " by \(try name(of: last.author)) on \(last.at.instant.englishDate)" }
        return "\(who), because: \(found.reason)."
    }
}
