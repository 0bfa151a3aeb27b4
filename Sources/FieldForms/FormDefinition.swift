// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One immutable version of a form, as a person would write it in JSON.
package struct FormDefinition: Hashable, Sendable, Codable {
    package let id: FormID
    package let version: Int
    package let title: String
    package let audience: Audience
    package let category: Category
    package let items: [FormItem]
    package let choiceLists: [String: [Choice]]?
    /// Fields that mean something only together: they are always written together.
    package let mergeGroups: [[String]]?
    /// The field that names a record in a list.
    package let summary: String?

    package struct Choice: Hashable, Sendable, Codable {
        package let name: String
        package let label: String
        /// The names that it had, or that it stands for now, in the version before.
        package let mapsFrom: [String]?
        /// True for one that is offered no longer: answers that have it stay readable.
        package let dropped: Bool?

        package var isOffered: Bool { dropped != true }
    }
}

/// A question, a calculation, a group or a repeat.
package struct FormItem: Hashable, Sendable, Codable {
    package enum Kind: String, Codable, Sendable {
        case text, integer, decimal, boolean, date, time
        case dateTime
        case choice, choices, geopoint, money, blob
        case calculate, group
        case repeated = "repeat"
    }

    package let type: Kind
    package let name: String
    package let label: String?
    package let hint: String?
    package let required: String?
    package let relevant: String?
    package let constraint: String?
    package let constraintMessage: String?
    package let calculation: String?
    package let defaultValue: String?
    /// The name of a choice list.
    package let choices: String?
    package let merge: MergePolicy?
    /// Who reads the answer, and what for: nothing is asked that nobody uses.
    package let usedBy: String?
    /// The answer is the identifier of a record of this form.
    package let recordOf: FormID?
    package let items: [FormItem]?
    /// The path that the field had in an earlier version, where that is another.
    package let mapsFrom: String?
    /// The name of the scale of its values; another name than in an earlier version says that
    /// values of the two are never mixed.
    package let scale: String?

    private enum CodingKeys: String, CodingKey {
        case type, name, label, hint, required, relevant, constraint, constraintMessage
        case calculation, choices, merge, usedBy, recordOf, items
        case mapsFrom, scale
        case defaultValue = "default"
    }
}
