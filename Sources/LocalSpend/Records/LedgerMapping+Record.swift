// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension LedgerMapping {
    package init?(_ record: Record) {
        guard !record.words("name").isEmpty else { return nil }
        let headings = LedgerColumn.allCases.compactMap { column -> (LedgerColumn, String)? in
            let heading = record.words("column_" + column.rawValue)
            return heading.isEmpty ? nil : (column, heading)
        }
        self.init(
            name: record.words("name"),
            headings: Dictionary(uniqueKeysWithValues: headings),
            dates: record.choice("dates"),
            amounts: record.choice("amounts")
        )
    }

    package var fields: [FieldPath: FieldValue] {
        var answers = Answers()
        answers.set("name", text: name)
        for (column, heading) in headings {
            answers.set("column_" + column.rawValue, text: heading)
        }
        answers.set("dates", dates.map { .choice($0.rawValue) })
        answers.set("amounts", amounts.map { .choice($0.rawValue) })
        return answers.fields
    }
}
