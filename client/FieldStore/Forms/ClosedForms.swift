// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Forms in which no record is to be begun any more, as the last pull told of them.
extension StoreSession {
    package func closedForms() throws -> [FormClosing] { try fact("closedForms") ?? [] }

    package func closing(of form: FormID) throws -> FormClosing? {
        try closedForms().first { $0.form == form }
    }

    /// Takes what the last page of a pull said: every form that is not in it is open.
    func take(_ closed: [FormClosing]) throws {
        guard try closed != closedForms() else { return }
        try set("closedForms", closed)
    }

    /// To be asked where a record begins; what was begun before, and every edit, goes on.
    ///
    /// - Throws: `Problem` `form.closed` with who closed the form, when, why, and what to do.
    package func requireOpen(_ form: FormID) throws {
        guard let closing = try closing(of: form) else { return }
        throw Problem(
            .formClosed,
            "The form '\(form)' was closed on \(closing.at.localDate) by"
                + " \(try name(of: closing.by)): \(closing.reason)\nNo new record of it can be"
                + " begun, and nothing was saved. What was begun before can be finished, and"
                + " records that are there can be edited. If it should be open, ask an"
                + " administrator; if it is again, keeplocal sync tells this device.",
            details: [
                "form": .string(form.text), "at": .string(closing.at.description),
                "by": .string(closing.by.description), "reason": .string(closing.reason),
            ]
        )
    }
}
