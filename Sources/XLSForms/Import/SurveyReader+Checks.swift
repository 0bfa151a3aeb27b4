// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

extension SurveyReader {
    /// The names of all questions and groups.
    var allNames: Set<String> {
        Set(places.keys.compactMap { $0.split(separator: "/").last.map(String.init) })
    }

    /// What a row lacks to be understood by a person, or says that cannot be known here.
    func check(_ item: FormItem, _ row: SheetTable.Row, _ log: inout ImportLog) {
        checkWords(item, row, &log)
        for (header, column, _) in table.headers {
            guard let text = row.text(header.name, header.language),
                Spelling.references(in: text).contains(where: { $0.hasPrefix("last-saved#") })
            else { continue }
            log.problem(
                SheetPlace(sheet: table.name, row: row.number, column: column),
                "'\(text.cut)' asks for the answer in the last record that was saved, which is not"
                    + " taken over here.",
                "Leave ${last-saved#…} out, or write a default that this record itself gives."
            )
        }
    }

    /// A guidance alone is not enough: it may be hidden.
    private func checkWords(
        _ item: FormItem,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        let isWorkedOut = item.calculation != nil || item.trigger != nil
        guard item.type == .note || item.isPutToPeople, !isWorkedOut else { return }
        let shown = ColumnNames.media.union(["label", "hint"])
        let hasWords = table.headers.contains { header, _, _ in
            shown.contains(header.name) && row.text(header.name, header.language) != nil
        }
        guard !hasWords else { return }
        log.problem(
            table.place(row.number, "label"),
            "The question '\(item.name)' has no label and no hint: nobody could tell what is"
                + " asked.",
            "Write what is asked as its label; what is worked out has the type calculate."
        )
    }

    /// The questions whose answers set a calculation going.
    func trigger(_ row: SheetTable.Row, _ log: inout ImportLog) -> [String]? {
        guard let text = row.text("trigger") else { return nil }
        let parts = text.split(separator: ",").map { Spelling.references(in: $0) }
        let names = parts.flatMap { $0 }
        if names.isEmpty || parts.contains(where: { $0.count > 1 }) {
            log.problem(
                table.place(row.number, "trigger"),
                "'\(text.cut)' does not name what sets the calculation going.",
                "Write ${name} with the name of a question, and a comma between several."
            )
        } else if parts.contains(where: \.isEmpty) {
            log.warning(
                table.place(row.number, "trigger"),
                "What is not written ${name} has no effect here."
            )
        }
        return names
    }

    func takeOrder(
        _ item: inout FormItem,
        _ parameters: inout Parameters,
        _ row: SheetTable.Row,
        _ log: inout ImportLog
    ) {
        let place = table.place(row.number, "parameters")
        let order = parameters.take("randomize") ?? parameters.take("randomise")
        item.randomize = order?.lowercased() == "true" ? true : nil
        item.seed = parameters.take("seed")
        if let order, !["true", "false"].contains(order.lowercased()) {
            log.problem(
                place,
                "'\(order.cut)' does not say whether the choices are shuffled.",
                "Write randomize=true or randomize=false."
            )
        }
        guard let seed = item.seed else { return }
        if order == nil {
            log.problem(
                place,
                "A seed is of no use to choices that are not shuffled.",
                "Write randomize=true before it, or leave the seed out."
            )
        } else if Double(seed) == nil, Spelling.references(in: seed).count != 1 {
            log.problem(place, "'\(seed.cut)' is no seed.", "Write a number, or ${name}.")
        }
    }
}

extension FormItem {
    /// False for what the form or the device gives by itself.
    fileprivate var isPutToPeople: Bool {
        ![.calculate, .hidden, .metadata, .note, .group, .repeated].contains(type)
    }
}
