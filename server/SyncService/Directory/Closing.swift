// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Administering {
    /// Closes a form for new records, or opens it again.
    ///
    /// Asked again in the same words, it is answered as the first time, and kept once.
    ///
    /// - Throws: `Problem` `request.not_found` for a form that is not there, `reason.missing`, or
    ///   `directory.exists` where the form stands so already, for another reason.
    package func close(_ request: AdminRequest.FormClosing) throws -> FormClosingReport {
        try check(reason: request.reason, for: request.isClosed ? "closing" : "reopening")
        guard try !writer.formVersions(request.form).isEmpty else {
            throw Problem(
                .notFound,
                "There is no form '\(request.form)'. Nothing was changed. See: keeplocal form list"
            )
        }
        if let last = try writer.formClosing(request.form), last.isClosed == request.isClosed {
            guard last.reason == request.reason else { throw Self.stands(last) }
            return FormClosingReport(closing: last, isKept: false)
        } else if !request.isClosed, try writer.formClosing(request.form) == nil {
            throw Problem(
                .alreadyExists,
                "The form \(request.form) is open: it was never closed. Nothing was changed."
            )
        }
        let closing = FormClosing(
            form: request.form,
            isClosed: request.isClosed,
            reason: request.reason,
            by: actor.person,
            at: now
        )
        guard request.isRehearsal != true else {
            return FormClosingReport(closing: closing, isKept: false)
        }
        try writer.save(closing)
        try keep(.closing(closing), in: nil)
        return FormClosingReport(closing: closing, isKept: true)
    }

    private static func stands(_ last: FormClosing) -> Problem {
        let (word, other) = last.isClosed ? ("closed", "reopen") : ("opened again", "close")
        return Problem(
            .alreadyExists,
            "The form \(last.form) was \(word) on \(last.at.date) already, because:"
                + " \(last.reason). Nothing was changed. To give another reason, \(other) it first."
        )
    }

    func check(reason: String, for act: String) throws {
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw Problem(.reasonMissing, "A \(act) needs a reason: --reason TEXT")
        }
        guard reason.utf8.count <= Limits.reasonLengthMax else {
            throw Problem(.requestTooLarge, "A reason has at most \(Limits.reasonLengthMax) bytes.")
        }
    }
}
