// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One immutable version of a form, as a person would write it in JSON.
package struct FormDefinition: Hashable, Sendable, Codable {
    package var id: FormID
    package var version: Int
    /// What whoever made the form calls this version, where that is no number of ours.
    package var versionNote: String?
    package var title: String
    package var audience: Audience
    package var category: Category
    package var items: [FormItem] = []
    package var choiceLists: [String: [Choice]]?
    /// True where a list may name a choice more than once, as a filter tells its rows apart.
    package var allowsChoicesTwice: Bool?
    /// Reference data that came with the form: external files, by their names without extension.
    package var tables: [String: FormTable]?
    /// Fields that mean something only together: they are always written together.
    package var mergeGroups: [[String]]?
    /// The field that names a record in a list.
    package var summary: String?
    /// An expression whose text names a record, where no single field does.
    package var naming: String?
    /// The languages of its texts; those that stand outside of `translations` are in the first.
    package var languages: [String]?
    /// Records of other forms that are made or changed when a record of this one is saved.
    package var entities: [FormEntity]?
    /// The roles that write its records, of those whom its category lets; nil for all of these.
    package var writers: [Role]?
    /// True where commands make its records, each with checks of its own: decisions and whole
    /// files, which nobody fills in question by question.
    package var ofCommands: Bool?
    /// True where a record stays as it was first saved, as others rest on what it says.
    package var writtenOnce: Bool?

    package init(
        id: FormID,
        version: Int,
        title: String,
        audience: Audience,
        category: Category
    ) {
        (self.id, self.version, self.title) = (id, version, title)
        (self.audience, self.category) = (audience, category)
    }

    package struct Choice: Hashable, Sendable, Codable {
        package var name: String
        package var label: String
        /// The label in each further language.
        package var translations: [String: String]?
        /// Further columns, which a filter of choices or an expression looks at.
        package var attributes: [String: String]?
        /// The names that it had, or that it stands for now, in the version before.
        package var mapsFrom: [String]?
        /// True for one that is offered no longer: answers that have it stay readable.
        package var dropped: Bool?

        package init(name: String, label: String) { (self.name, self.label) = (name, label) }

        package var isOffered: Bool { dropped != true }
    }
}

extension FormDefinition {
    /// True where both are the same in all but their numbers.
    package func says(_ other: FormDefinition) -> Bool {
        var same = other
        (same.version, same.versionNote) = (version, versionNote)
        return self == same
    }
}

/// The rows of a file that came with a form; every row has a cell for every column.
package struct FormTable: Hashable, Sendable, Codable {
    package var columns: [String]
    package var rows: [[String]]

    package init(columns: [String], rows: [[String]]) {
        (self.columns, self.rows) = (columns, rows)
    }
}

/// That saving a record makes or changes a record of another form (an entity, as XLSForm has it).
package struct FormEntity: Hashable, Sendable, Codable {
    /// The form of the other record.
    package var form: FormID
    /// The repeat of which each instance is an entity; nil for the record itself.
    package var within: String?
    /// The expression that names the record to be changed; without it, one is made.
    package var record: String?
    package var createIf: String?
    package var updateIf: String?
    /// What names the other record; written to the field that is its form's summary.
    package var label: String?

    package init(form: FormID) { self.form = form }
}

extension FormTable {
    /// One choice a row, with every other column as an attribute; nil without these columns.
    func choices(value: String, label: String) -> [FormDefinition.Choice]? {
        guard let name = columns.firstIndex(of: value), let text = columns.firstIndex(of: label)
        else { return nil }
        return rows.map { row in
            var choice = FormDefinition.Choice(name: row[name], label: row[text])
            choice.attributes = Dictionary(
                zip(columns, row).filter { $0.0 != value && $0.0 != label },
                uniquingKeysWith: { first, _ in first }
            )
            return choice
        }
    }
}
