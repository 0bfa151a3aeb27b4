// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// The records of one form that are on a device, as choices and look-ups see them.
///
/// Columns are `name` (the identifier), `label`, the path of each field that does not repeat, and
/// its name alone where that is clear. A deleted record has no row, but what it was called is
/// known.
package struct RecordList: Sendable {
    /// A record as the device knew it when the list was read.
    package struct Row: Hashable, Sendable {
        package let record: RecordID
        package let label: String
        package let fields: [FieldPath: FieldValue]
        /// What an edit of it has seen.
        package let base: Sequence64
        package let trunk: [Sequence64]?
        package let isDeleted: Bool

        package init(
            record: RecordID,
            label: String,
            fields: [FieldPath: FieldValue],
            base: Sequence64,
            trunk: [Sequence64]?,
            isDeleted: Bool
        ) {
            (self.record, self.label, self.fields) = (record, label, fields)
            (self.base, self.trunk, self.isDeleted) = (base, trunk, isDeleted)
        }
    }

    package static let empty = RecordList(of: nil, rows: [])

    /// Those that are there, in the order in which they were made.
    package private(set) var table: FormTable
    package private(set) var choices: [FormDefinition.Choice] = []
    private var rows: [RecordID: Row]
    /// Those that are there by what they are called, in small letters without accents.
    private var named: [String: [RecordID]] = [:]
    private let places: [FieldPath]
    /// Where a record says that it is another one of its form.
    private let joins: [FieldPath]
    /// What tells two people of one name apart, days before words.
    private let telling: [Mark]

    package init(of form: CompiledForm?, rows: [Row]) {
        let columns = form.map(RecordColumns.init) ?? RecordColumns()
        places = columns.places
        joins = (form?.fields ?? []).filter { $0.item.suggestsRecordsOf == form?.id }
            .compactMap { FieldPath($0.template) }
        telling = form?.tellingApart ?? []
        table = FormTable(columns: columns.names, rows: [])
        self.rows = Dictionary(rows.map { ($0.record, $0) }, uniquingKeysWith: { $1 })
        for row in rows where !row.isDeleted { named[row.key, default: []].append(row.record) }
        for row in rows where !row.isDeleted { show(row) }
    }

    package func row(of record: RecordID) -> Row? { rows[record] }

    /// What a record is called, deleted or not; nil for one that this device does not know.
    package func label(of name: String) -> String? {
        RecordID(name).flatMap { rows[$0] }.map { row in
            row.isDeleted ? "\(row.label) (deleted)" : row.label
        }
    }

    /// The records that somebody means who writes this: what they are called in any case, four or
    /// more letters of the end of an identifier or of the start of a short one, as lists show it,
    /// or a whole one, which may be elsewhere.
    package func called(_ typed: String) -> [RecordID] {
        if let id = RecordID(typed) { return [id] }
        let wanted = typed.trimmed.plain
        if let found = named[wanted], !found.isEmpty { return alone(among: found) }
        guard wanted.count >= 4, wanted.allSatisfy(\.isHexDigit) else { return [] }
        let ending = choices.filter { $0.name.hasSuffix(wanted) }
        // Digits alone, or a word of such letters, are rather what a person is called elsewhere.
        guard ending.isEmpty, wanted.contains(where: \.isNumber),
            wanted.contains(where: \.isLetter)
        else { return ending.compactMap { RecordID($0.name) } }
        return choices.filter { $0.name.suffix(8).hasPrefix(wanted) }
            .compactMap { RecordID($0.name) }
    }

    /// Of records that are called alike, those that do not say that they are another of them.
    private func alone(among found: [RecordID]) -> [RecordID] {
        let names = Set(found.map { FieldValue.text($0.description) })
        return found.filter { id in
            !joins.contains { rows[id]?.fields[$0].map(names.contains) == true }
        }
    }

    /// Takes up a record that was saved since the list was read.
    package mutating func put(_ row: Row) {
        let former = rows.updateValue(row, forKey: row.record)
        if let former { named[former.key]?.removeAll { $0 == row.record } }
        if !row.isDeleted { named[row.key, default: []].append(row.record) }
        if former?.isDeleted == false, let index = index(of: row.record) {
            table.rows.remove(at: index)
            choices.remove(at: index)
            if !row.isDeleted { show(row, at: index) }
        } else if !row.isDeleted {
            show(row)
        }
    }

    private func index(of record: RecordID) -> Int? {
        let name = record.description
        return choices.firstIndex { $0.name == name }
    }

    /// What a choice says: two people may have one name, and then a day or word that only this one
    /// has tells them apart for people, and the end of the identifier for whoever types it.
    private func shown(_ row: Row) -> String {
        let alike = named[row.key] ?? []
        guard alike.contains(where: { $0 != row.record }) else { return row.label }
        return row.label.naming(row.record, mark(of: row, among: alike))
    }

    /// A short answer that only this one has; nil where many are called so, as in a form whose
    /// records all have one name.
    private func mark(of row: Row, among alike: [RecordID]) -> String? {
        guard alike.count <= Mark.alikeMax else { return nil }
        let others = alike.filter { $0 != row.record }.compactMap { rows[$0] }
        return telling.lazy.compactMap { mark -> String? in
            guard let value = row.fields[mark.path],
                !others.contains(where: { $0.fields[mark.path] == value })
            else { return nil }
            let word = ExpressionValue(value).string.trimmed
            return word.isEmpty || word.count > Mark.lettersMax ? nil : "\(mark.label) \(word)"
        }.first
    }

    /// As a choice of these shows it.
    package func shown(_ record: RecordID) -> String? { rows[record].map(shown) }

    private mutating func show(_ row: Row, at index: Int? = nil) {
        let cells =
            [row.record.description, row.label]
            + places.map { row.fields[$0].map { ExpressionValue($0).string } ?? "" }
        var choice = FormDefinition.Choice(name: cells[0], label: shown(row))
        choice.attributes = Dictionary(
            zip(table.columns, cells).dropFirst(2).filter { !$0.1.isEmpty },
            uniquingKeysWith: { first, _ in first }
        )
        table.rows.insert(cells, at: index ?? table.rows.endIndex)
        choices.insert(choice, at: index ?? choices.endIndex)
    }
}

/// A short answer of which two records that are called alike rarely have the same.
private struct Mark {
    let path: FieldPath
    let label: String
    static let lettersMax = 20
    static let alikeMax = 20
}

extension CompiledForm {
    fileprivate var tellingApart: [Mark] {
        let title = titleField?.template
        let own = fields.filter { field in
            field.isAsked && !field.isRepeated && field.template != title
                && [.date, .text, .integer].contains(field.item.type)
                && field.item.namesRecordOf == nil && field.item.merge != .text
                && field.label.count <= Mark.lettersMax
        }
        let days = own.filter { $0.item.type == .date }
        let words = own.filter { $0.item.type != .date }
        return (days + words).compactMap { field in
            FieldPath(field.template).map { Mark(path: $0, label: field.label) }
        }
    }
}

/// Which columns the records of a form have.
package struct RecordColumns {
    package private(set) var names = ["name", "label"]
    /// The fields of those after the first two.
    private(set) var places: [FieldPath] = []

    init() {}

    package init(_ form: CompiledForm) {
        let fields = form.fields.filter { $0.isKept && !$0.isRepeated }
        for field in fields { add(field.template, field) }
        let alone = Dictionary(grouping: fields, by: \.item.name).filter { $0.value.count == 1 }
        for (name, fields) in alone.sorted(by: { $0.key < $1.key }) { add(name, fields[0]) }
    }

    private mutating func add(_ name: String, _ field: FormField) {
        guard !names.contains(name), let path = FieldPath(field.template) else { return }
        names.append(name)
        places.append(path)
    }
}

extension RecordList.Row {
    fileprivate var key: String { label.trimmed.plain }
}

extension String {
    /// In small letters without accents: a keyboard may have none.
    package var plain: String {
        let small = folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .lowercased()
        guard small.unicodeScalars.contains(where: { Self.unaccented[$0] != nil }) else {
            return small
        }
        return small.unicodeScalars.map { Self.unaccented[$0] ?? String($0) }.joined()
    }

    /// Letters of their own in Unicode, which are typed as others where a keyboard lacks them.
    private static let unaccented: [Unicode.Scalar: String] = [
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ħ": "h", "ŧ": "t",
    ]
}
