// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Figures

extension Report {
    package var json: JSON {
        [
            "report": .string(name), "title": .string(title), "subtitle": .string(subtitle),
            "freshness": .string(freshness), "devices": devices?.json ?? .null,
            "suppressed": .integer(Int64(suppressed)),
            "notes": .array(notes.map(JSON.string)),
            "tables": .array(sections.map(\.table.json)),
        ]
    }
}

extension FigureTable {
    fileprivate var json: JSON {
        [
            "title": .string(title),
            "columns": .array(
                columns.map {
                    ["name": .string($0.name), "definition": .string($0.definition)]
                }
            ),
            "rows": .array(
                rows.map { row in
                    [
                        "name": .string(row.name),
                        "sources": .array(row.sources.map(JSON.string)),
                        "records": row.records.map { .integer(Int64($0)) } ?? .null,
                        "figures": .array(row.figures.map(\.json)),
                    ]
                }
            ),
        ]
    }
}

extension Figure {
    fileprivate var json: JSON {
        let members: [String: JSON] =
            switch value {
            case .count(let number): ["count": .integer(Int64(number))]
            case .level(let number): ["level": .integer(Int64(number))]
            case .ratio(let part, let whole):
                ["numerator": .integer(Int64(part)), "denominator": .integer(Int64(whole))]
            case .meanChange(let sum, let pairs):
                ["sum": .integer(sum), "n": .integer(Int64(pairs))]
            case .money(let pence): ["pence": .integer(pence)]
            case .moneyShare(let part, let whole):
                ["numeratorPence": .integer(part), "denominatorPence": .integer(whole)]
            case .tenths(let number, let unit):
                ["tenths": .integer(Int64(number)), "unit": .string(unit)]
            case .median(let doubled, let count):
                ["doubledMedian": .integer(Int64(doubled)), "n": .integer(Int64(count))]
            case .words, .none: [:]
            case .suppressed: ["suppressed": true]
            }
        let left: [JSON] = leftOut.map {
            ["count": .integer(Int64($0.count)), "why": .string($0.why)]
        }
        return .object(
            members.merging(["text": .string(text), "leftOut": .array(left)]) { first, _ in first }
        )
    }
}
