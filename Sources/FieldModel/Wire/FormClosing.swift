// SPDX-License-Identifier: Apache-2.0

/// That a form was closed or opened again: who did it, when, and why.
///
/// A closed form is no place to begin a record any more. It is a rule for devices: a server takes
/// whatever a device made that had not heard of it.
package struct FormClosing: Sendable, Codable, Hashable {
    package let form: FormID
    /// False for one that opened it again.
    package let isClosed: Bool
    package let reason: String
    package let by: PersonID
    package let at: Instant

    package init(form: FormID, isClosed: Bool, reason: String, by: PersonID, at: Instant) {
        (self.form, self.isClosed, self.reason) = (form, isClosed, reason)
        (self.by, self.at) = (by, at)
    }
}

extension AdminRequest {
    /// `POST /v1/admin/closings`: closes a form, or opens it again.
    package struct FormClosing: Sendable, Codable {
        package let form: FormID
        package let isClosed: Bool
        package let reason: String
        /// Everything is checked and told, and nothing is kept.
        package let isRehearsal: Bool?

        package init(form: FormID, isClosed: Bool, reason: String, isRehearsal: Bool) {
            (self.form, self.isClosed, self.reason) = (form, isClosed, reason)
            self.isRehearsal = isRehearsal
        }
    }
}

/// How a form stands after such a request.
package struct FormClosingReport: Sendable, Codable, Hashable {
    package let closing: FormClosing
    /// False for a rehearsal, and where the same was said already.
    package let isKept: Bool

    package init(closing: FormClosing, isKept: Bool) {
        (self.closing, self.isKept) = (closing, isKept)
    }
}
