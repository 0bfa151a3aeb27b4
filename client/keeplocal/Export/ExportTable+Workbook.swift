// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Workbooks

/// A table as a sheet of a workbook, where a number is a number and a text is nothing but text.
extension ExportTable {
    /// The paths of the questions; with labels, their words after those of the groups around them.
    ///
    /// A part of an answer keeps its name: `place:latitude`.
    var sheetHeadings: [String] {
        let labels = Dictionary(
            columns.filter { $0.part.isWhole }.compactMap { column in
                let groups = column.groups.compactMap { words.label(ofGroup: $0) }
                return words.label(of: column.field).map { label in
                    (column.heading, (groups + [label]).joined(separator: " – "))
                }
            },
            uniquingKeysWith: { first, _ in first }
        )
        // A cell of a spreadsheet has no zone, so the heading says it.
        let moments = Set(columns.filter(\.field.isMoment).map(\.heading))
        return headings.map { (labels[$0] ?? $0) + (moments.contains($0) ? " (UTC)" : "") }
    }

    func cells(of exported: ExportRecord) -> [[Cell]] {
        rows(of: exported, fact: Cell.init) { column, value in
            guard let value else { return .empty }
            switch (column.part, value) {
            case (.whole, _): return Cell(value, of: column.field, words)
            case (.latitude, .geopoint(let point)): return .number(Decimal(point.latitude))
            case (.longitude, .geopoint(let point)): return .number(Decimal(point.longitude))
            case (.choice(let name), .choices(let chosen)):
                return .number(chosen.contains(name) ? 1 : 0)
            default: return .empty
            }
        }
    }
}

extension ExportTable.Column.Part {
    fileprivate var isWhole: Bool { if case .whole = self { true } else { false } }
}

extension Cell {
    fileprivate init(_ fact: ExportTable.Fact) {
        switch fact {
        case .text(let text): self = text.isEmpty ? .empty : .text(text)
        case .number(let number): self = .number(Decimal(number))
        }
    }

    fileprivate init(_ value: FieldValue, of field: FormField?, _ words: ExportWords) {
        self =
            switch value {
            case .text(let text) where field?.item.type != .rank: .text(text)
            case .integer(let number) where number.magnitude < 1 << 53: .number(Decimal(number))
            case .decimal(let number) where number.isExactInSheets: .number(number)
            case .money(let money): .number(Decimal(money.pence) / 100)
            case .boolean(let flag) where !words.areLabels: .boolean(flag)
            case .date(let date) where date.year >= 1900:
                .date(year: date.year, month: date.month, day: date.day)
            case .instant(let instant) where instant.date.year >= 1900 && field?.isMoment == true:
                .instant(secondsSince1970: Double(instant.milliseconds) / 1_000)
            case .scaled(let value, _): Self(value, of: field, words)
            default: .text(SpreadsheetText.unguarded(ExportCell(value, of: field, words).text))
            }
    }
}

extension FormField {
    /// True where every answer is a moment; what is calculated may be one, and is a text with `Z`.
    fileprivate var isMoment: Bool {
        switch item.metadata {
        case .start, .end: true
        default: item.type == .dateTime
        }
    }
}

extension Decimal {
    /// A spreadsheet keeps fifteen digits of a number; one with more stays a text.
    fileprivate var isExactInSheets: Bool {
        let digits = "\(self)".filter(\.isNumber).drop { $0 == "0" }
        let zeros = digits.reversed().prefix { $0 == "0" }.count
        return digits.count - zeros <= 15
    }
}
