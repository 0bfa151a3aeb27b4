// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Reads the questions, and the groups and repeats around them.
struct SurveyReader {
    /// More is refused before anything is made of it.
    static let rowsMax = 5_000

    let table: SheetTable
    let languages: Languages
    let options: ImportOptions
    private(set) var items: [FormItem] = []
    /// The row of each question and group, by its path.
    private(set) var places: [String: Int] = [:]
    var tables: [String: FormTable] = [:]
    /// The lists to which "other" belongs.
    private(set) var listsWithOther: Set<String> = []
    var appearances = IgnoredWords()
    private var open: [OpenGroup] = []
    private var names: [Set<String>] = [[]]

    private struct OpenGroup {
        var item: FormItem
        let row: Int
        var items: [FormItem] = []
    }

    init(_ table: SheetTable, _ languages: Languages, _ options: ImportOptions) {
        (self.table, self.languages, self.options) = (table, languages, options)
    }

    mutating func read(_ log: inout ImportLog) {
        guard table.has("type") else {
            log.problem(
                table.place(nil),
                "The sheet has no column 'type'.",
                "Its first row names the columns: type, name, label."
            )
            return
        }
        guard table.rows.count <= Self.rowsMax else {
            log.problem(
                table.place(nil),
                "The form has \(table.rows.count) rows.",
                "A form has at most 2,000 questions. Make several forms of it."
            )
            return
        }
        for row in table.rows where row.text("disabled").map(isYes) != true { read(row, &log) }
        for group in open.reversed() {
            let word = group.item.type == .group ? "group" : "repeat"
            log.problem(
                table.place(group.row, "type"),
                "The \(word) '\(group.item.name)' begins here and never ends.",
                "Write a row 'end \(word)' after its last question."
            )
        }
        UnreadCells(table: table, understood: ColumnNames.understood).tell(&log)
        languages.tell(table, &log)
        appearances.warn("appearance", in: table, &log)
    }

    private mutating func read(_ row: SheetTable.Row, _ log: inout ImportLog) {
        guard let spelled = row.text("type") else {
            guard row.text("name") != nil || languages.label(row) != nil else {
                return log.warning(
                    table.place(row.number),
                    "The row is not read: it has no type, no name and no label."
                )
            }
            log.problem(
                table.place(row.number, "type"),
                "The row has no type.",
                "Write one, such as text, integer, date or 'select_one LIST'."
            )
            return
        }
        guard let type = QuestionType(spelled) else {
            log.problem(
                table.place(row.number, "type"),
                "'\(spelled.cut)' is no type of question.",
                "Write one such as text, integer, date or 'select_one LIST'; docs/xlsform.md lists"
                    + " all."
            )
            return
        }
        switch type {
        case .begin(let kind): begin(kind, row, &log)
        case .end(let kind): end(kind, row, &log)
        case .table: takeTable(row, &log)
        case .ignored(let why):
            log.warning(
                table.place(row.number, "type"),
                "'\(spelled.cut)' is left out: \(why)."
            )
        case .refused(let remedy):
            log.problem(
                table.place(row.number, "type"),
                "'\(spelled.cut)' cannot be asked in a terminal.",
                remedy
            )
        default:
            guard let item = question(type, spelled, row, &log) else { return }
            add(item, row)
            addOther(to: item, type, row, &log)
        }
    }

    private mutating func begin(
        _ kind: FormItem.Kind,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        let word = kind == .group ? "group" : "repeat"
        let name = name(of: row, orElse: kind == .group ? "group" : nil, &log)
        var item = FormItem(kind, name: name ?? "\(word)_\(row.number)")
        item = described(item, row, &log)
        note(item.name, row)
        open.append(OpenGroup(item: item, row: row.number))
        names.append([])
    }

    private mutating func end(
        _ kind: FormItem.Kind,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        guard let group = open.popLast() else {
            log.problem(
                table.place(row.number, "type"),
                "Nothing is open that could end here.",
                "Delete the row, or write where the group begins."
            )
            return
        }
        names.removeLast()
        if group.item.type != kind {
            let word = group.item.type == .group ? "group" : "repeat"
            log.problem(
                table.place(row.number, "type"),
                "What is open here is the \(word) '\(group.item.name)' of row \(group.row).",
                "Write 'end \(word)' here, or end what is within it first."
            )
        }
        var item = group.item
        item.items = group.items
        append(item)
    }

    private mutating func add(_ item: FormItem, _ row: SheetTable.Row) {
        note(item.name, row)
        append(item)
    }

    private mutating func append(_ item: FormItem) {
        if open.isEmpty { items.append(item) } else { open[open.count - 1].items.append(item) }
    }

    private mutating func note(_ name: String, _ row: SheetTable.Row) {
        places[(open.map(\.item.name) + [name]).joined(separator: "/")] = row.number
    }

    /// The name of a row; nil where it has none that can be used, which is then said.
    mutating func name(
        of row: SheetTable.Row,
        orElse stem: String?,
        _ log: inout ImportLog
    ) -> String? {
        let place = table.place(row.number, "name")
        guard let name = row.text("name") ?? stem.map({ "\($0)_\(row.number)" }) else {
            log.problem(place, "The row has no name.", "Give it a short name, such as born.")
            return nil
        }
        guard FieldPath(name) != nil, !name.contains("/"), !name.contains("["), name.first != "@"
        else {
            log.problem(
                place,
                "'\(name.cut)' cannot be a name: it begins with a letter from a to z or"
                    + " '_', and has such letters, digits, '_', '-' and '.', at most"
                    + " \(Limits.keyLengthMax).",
                "Change it, and wherever ${…} speaks of it."
            )
            return nil
        }
        guard names[names.count - 1].insert(name).inserted else {
            log.problem(
                place,
                "The name '\(name)' is there already in this group.",
                "Give each row a name of its own."
            )
            return nil
        }
        return name
    }

    /// The list's "other", and the question for what that is.
    private mutating func addOther(
        to item: FormItem,
        _ type: QuestionType,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        guard case .select(_, let list, hasOther: true) = type else { return }
        listsWithOther.insert(list)
        let name = item.name + "_other"
        guard names[names.count - 1].insert(name).inserted else { return }
        var other = FormItem(.text, name: name)
        other.label = "Specify other."
        other.relevant = "selected(${\(item.name)}, 'other')"
        add(other, row)
    }
}
