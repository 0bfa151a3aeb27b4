// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A question, a note, a calculation, a group or a repeat.
package struct FormItem: Hashable, Sendable, Codable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case text, integer, decimal, boolean, date, time
        case dateTime
        case choice, choices, geopoint, money, blob
        /// Choices in an order: the text of their names with spaces between, first choice first.
        case rank
        /// A statement that a person agrees to: true, or no answer.
        case acknowledge
        /// Text that is shown, with nothing to answer.
        case note
        /// A text that is never shown: given by a default, a calculation or another program.
        case hidden
        /// What the device knows by itself; see `metadata`.
        case metadata
        case calculate, group
        case repeated = "repeat"
    }

    /// What a device notes by itself while a record is filled in.
    package enum Metadata: String, Codable, Sendable, CaseIterable {
        /// When the record was begun, and when it was last saved: instants.
        case start, end
        /// The day on which it was begun.
        case today
        /// Which device, and who was signed in: texts.
        case device, person
    }

    package var type: Kind
    package var name: String
    package var label: String?
    package var hint: String?
    /// What helps when the hint does not; shown when it is asked for.
    package var guidance: String?
    /// The texts above and below in each further language.
    package var translations: [String: Texts]?
    package var required: String?
    package var requiredMessage: String?
    package var relevant: String?
    package var constraint: String?
    package var constraintMessage: String?
    package var readOnly: String?
    /// Of a calculation its value; of a question what it is set to when what it needs changes.
    package var calculation: String?
    /// The calculation is made when one of these answers changes, and at no other time.
    package var trigger: [String]?
    package var defaultValue: String?
    /// An expression that gives the answer once, when a record or an instance begins.
    package var initial: String?
    /// The name of a choice list.
    package var choices: String?
    package var choicesFrom: ChoiceSource?
    /// Which of the choices are offered; names in it that stand alone are columns of the list.
    package var choiceFilter: String?
    /// The choices stand in an order drawn by chance: always the same one for the same seed.
    package var randomize: Bool?
    package var seed: String?
    package var range: Range?
    package var metadata: Metadata?
    /// How often a repeat is asked; without it a person adds as many as there are.
    package var repeatCount: String?
    package var merge: MergePolicy?
    /// Who reads the answer, and what for: nothing is asked that nobody uses.
    package var usedBy: String?
    /// The answer is the identifier of a record of this form.
    package var recordOf: FormID?
    /// The field of the entity that the answer is written to.
    package var saveTo: String?
    package var appearance: String?
    package var items: [FormItem]?
    /// The path that the field had in an earlier version, where that is another.
    package var mapsFrom: String?
    /// The name of the scale of its values; another name than in an earlier version says that
    /// values of the two are never mixed.
    package var scale: String?

    package init(_ type: Kind, name: String) { (self.type, self.name) = (type, name) }

    /// The form whose records the answer names, written or chosen.
    package var namesRecordOf: FormID? { recordOf ?? choicesFrom?.records }

    /// The form whose records are offered where other words are an answer too: somebody may be
    /// recorded on another device only, or nowhere.
    package var suggestsRecordsOf: FormID? { type == .text ? recordOf : nil }

    package struct Texts: Hashable, Sendable, Codable {
        package var label: String?
        package var hint: String?
        package var guidance: String?
        package var requiredMessage: String?
        package var constraintMessage: String?

        package init() {}
    }

    /// Choices that do not stand in the form's lists: rows of a table, or records on this device.
    package struct ChoiceSource: Hashable, Sendable, Codable {
        package var table: String?
        package var records: FormID?
        /// The columns of the name and the label: `name` and `label` where they are not said.
        package var value: String?
        package var label: String?

        package init(table: String) { self.table = table }

        package init(records: FormID) { self.records = records }
    }

    /// Numbers from `start` to `end`, both offered, `step` apart.
    package struct Range: Hashable, Sendable, Codable {
        package var start: Double
        package var end: Double
        package var step: Double

        package init(start: Double, end: Double, step: Double) {
            (self.start, self.end, self.step) = (start, end, step)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case type, name, label, hint, guidance, translations, required, requiredMessage
        case relevant, constraint, constraintMessage, readOnly, calculation, trigger, initial
        case choices, choicesFrom, choiceFilter, randomize, seed, range, metadata, repeatCount
        case merge, usedBy, recordOf, saveTo, appearance, items, mapsFrom, scale
        case defaultValue = "default"
    }
}
