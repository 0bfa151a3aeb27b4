// SPDX-License-Identifier: Apache-2.0

import Figures

extension Report {
    /// A line for each figure, with its definition: what a spreadsheet reads.
    ///
    /// The cells are texts of people; who writes them makes formulas among them harmless.
    package var lines: [[String]] {
        let head = [
            "table", "row", "column", "value", "part", "of", "figure", "left_out", "definition",
            "sources", "records", "as_of",
        ]
        let body = sections.flatMap { section in
            section.table.rows.flatMap { row in
                zip(section.table.columns, row.figures).map { column, figure in
                    let parts = figure.parts
                    return [
                        section.table.title, row.name, column.name, parts.value, parts.part,
                        parts.of, figure.text, figure.leftOutText, column.definition,
                        row.sources.joined(separator: " "), row.records.map(String.init) ?? "",
                        freshness,
                    ]
                }
            }
        }
        return [head] + body
    }
}

extension Figure {
    /// The plain numbers, for who calculates with them.
    fileprivate var parts: (value: String, part: String, of: String) {
        switch value {
        case .count(let number), .level(let number): (String(number), "", "")
        case .ratio(let part, let whole): ("", String(part), String(whole))
        case .meanChange(let sum, let pairs): ("", String(sum), String(pairs))
        case .money(let pence): (String(pence), "", "")
        case .moneyShare(let part, let whole): ("", String(part), String(whole))
        case .tenths(let number, _): (NumberText.tenths(number), "", "")
        case .median(let doubled, let count):
            (NumberText.tenths(doubled * 5), "", String(count))
        case .words(let text): (text, "", "")
        case .none, .suppressed: ("", "", "")
        }
    }

    fileprivate var leftOutText: String {
        leftOut.map { "\($0.count) \($0.why)" }.joined(separator: "; ")
    }
}
