// SPDX-License-Identifier: Apache-2.0

extension AdminRequest {
    /// `POST /v1/admin/forms`: one more version of a form, or a new form.
    package struct Form: Sendable, Codable {
        package let definition: JSON
        /// Everything is checked and told, and nothing is kept.
        package let isRehearsal: Bool?

        package init(definition: JSON, isRehearsal: Bool) {
            (self.definition, self.isRehearsal) = (definition, isRehearsal)
        }
    }
}

/// What a version of a form changes, and what that means for the records there are.
package struct FormReport: Sendable, Codable, Hashable {
    package struct Renaming: Sendable, Codable, Hashable {
        package let from: String
        package let to: String

        package init(from: String, to: String) { (self.from, self.to) = (from, to) }
    }

    package let form: FormID
    package let version: Int
    /// False for a rehearsal, and where this version was there already.
    package var isAdded = false
    /// Paths of fields.
    package var added: [String] = []
    package var removed: [String] = []
    package var renamed: [Renaming] = []
    /// Fields whose values are on another scale now.
    package var rescaled: [String] = []
    /// Fields that need an answer and did not before.
    package var needed: [String] = []
    /// Fields whose rule for what is allowed differs, while their scale is the same.
    package var reruled: [String] = []
    /// Choices, as `field: name`.
    package var choicesRenamed: [Renaming] = []
    package var choicesDropped: [String] = []
    /// The records of the form, and how many of them will lack an answer that this version needs.
    package var records = 0
    package var missing = 0
    /// How many lack a needed answer of this or any earlier version; nil from an older server.
    package var lacking: Int?

    package init(form: FormID, version: Int) { (self.form, self.version) = (form, version) }
}
