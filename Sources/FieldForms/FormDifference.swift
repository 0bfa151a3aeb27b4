// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a version of a form has otherwise than an earlier one, and what that means for records.
package struct FormDifference: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case added, removed, renamed, retyped, unmapped, rescaled, needed, optional, reruled,
            relevance
        /// Asked at the same place and judged by the same rules, and given or offered otherwise.
        case manner
        case calculation, merge, choiceAdded, choiceRenamed, choiceDropped, relabelled
        /// What the form and its records are called.
        case naming
    }

    package struct Entry: Hashable, Sendable, Codable {
        package let kind: Kind
        /// The field's path in the later version, or in the earlier where the later has none.
        package let field: String
        /// The column of the survey that differs, where the kind does not say it.
        package var column: String?
        /// What it was and is now: a path, a type, a rule, a label, or the name of a choice.
        package let from: String?
        package let to: String?
    }

    package let form: FormID
    package let from: Int
    package let to: Int
    /// In the order of the later form; what it does not ask any more comes last.
    package private(set) var entries: [Entry] = []

    init(form: FormID, from: Int, to: Int) { (self.form, self.from, self.to) = (form, from, to) }

    mutating func add(
        _ kind: Kind,
        _ field: String,
        column: String? = nil,
        from: String? = nil,
        to: String? = nil
    ) {
        entries.append(Entry(kind: kind, field: field, column: column, from: from, to: to))
    }
}

extension FormDifference.Entry {
    /// True of a rule, which a form has or has not; what has a name is told by it.
    package var isOfRule: Bool {
        switch kind {
        case .needed, .optional, .reruled, .relevance, .manner, .calculation, .merge, .rescaled,
            .naming, .relabelled:
            true
        case .added, .removed, .renamed, .retyped, .unmapped, .choiceAdded, .choiceRenamed,
            .choiceDropped:
            false
        }
    }
}

extension FormDifference.Kind {
    /// What the change is, as the heading of a list.
    package var words: String {
        switch self {
        case .added: "asked anew"
        case .removed: "no longer asked"
        case .renamed: "under another name"
        case .retyped: "of a wider type"
        case .unmapped: "of another type"
        case .rescaled: "on another scale"
        case .needed: "needed from now on"
        case .optional: "needed no longer"
        case .reruled: "with another rule"
        case .relevance: "asked on another condition"
        case .manner: "given or offered in another way"
        case .calculation: "calculated in another way"
        case .merge: "merged by another policy"
        case .choiceAdded: "choices offered anew"
        case .choiceRenamed: "choices under another name"
        case .choiceDropped: "choices offered no longer"
        case .relabelled: "in other words"
        case .naming: "called otherwise"
        }
    }

    /// What it means for the records that are there; nil where it means nothing to them.
    package var effect: String? {
        switch self {
        case .added: "records that are there have no answer to it"
        case .removed: "answers that were given are kept, and shown apart"
        case .renamed: "answers go with it to the new name"
        case .retyped, .choiceRenamed: "answers that were given read as the new ones"
        case .unmapped: "answers that were given are not read as the new ones"
        case .rescaled: "answers on the former scale are kept apart, and never mixed with new ones"
        case .needed: "a record without an answer is told as missing one, and stays valid"
        case .reruled: "answers that were given stay; the rule holds for new ones"
        case .relevance: "answers that were given stay, asked for or not"
        case .calculation: "results of all records are made in the new way"
        case .merge: "disputes of old records are settled by the new policy"
        case .choiceDropped: "answers that have one stay readable"
        case .naming: "all records are called so, those that are there as well"
        case .manner: "answers that were given stay"
        case .optional, .choiceAdded, .relabelled: nil
        }
    }
}
