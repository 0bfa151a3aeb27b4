// SPDX-License-Identifier: Apache-2.0

import Screens

/// Columns that fit into 80 cells of a terminal, for eyes, pipes and screen readers alike.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []
    /// True where a cell that does not fit goes on below, rather than being cut.
    private let folds: Bool
    private static let width = 80

    init(_ headings: String...) { (self.headings, folds) = (headings, false) }

    init(folding headings: String...) { (self.headings, folds) = (headings, true) }

    mutating func add(_ cells: String...) {
        rows.append(cells.map { inert($0).replacing("\n", with: " ") })
    }

    var isEmpty: Bool { rows.isEmpty }

    var text: String {
        let widths = fittingWidths()
        let heading = lines(of: headings.map { $0.uppercased() }, widths).map { Style.bold($0) }
        return (heading + rows.flatMap { lines(of: $0, widths) }).joined(separator: "\n")
    }

    private func lines(of cells: [String], _ widths: [Int]) -> [String] {
        let columns = zip(cells, widths).map { cell, width in
            folds ? cell.folded(toColumns: width) : [cell]
        }
        return (0..<(columns.map(\.count).max() ?? 1)).map { number in
            let line = zip(columns, widths).map { parts, width in
                (number < parts.count ? parts[number] : "").shortened(to: width).padded(width)
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The widest column gives way until the line fits.
    private func fittingWidths() -> [Int] {
        var widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].columns }.max() ?? 0
        }
        let room = Self.width - 2 * (widths.count - 1)
        // Where cells go on below, a long text gives way before a short one is broken.
        let long = folds ? widths.indices.filter { widths[$0] > 20 } : []
        while widths.reduce(0, +) > room,
            let column = Self.widest(of: widths, among: long, above: 12)
                ?? Self.widest(of: widths, among: Array(widths.indices), above: 8)
        {
            widths[column] -= 1
        }
        return widths
    }

    private static func widest(of widths: [Int], among columns: [Int], above least: Int) -> Int? {
        columns.filter { widths[$0] > least }.max { widths[$0] < widths[$1] }
    }
}

extension String {
    /// At least so many columns of a terminal.
    func padded(_ length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - columns))
    }

    /// At most so many columns; nothing wide is broken.
    func shortened(to length: Int) -> String {
        columns <= length ? self : cut(toColumns: length)
    }

    /// Lines of a label of so many columns; the last of them has the value behind it.
    func labelling(_ value: String, columns: Int) -> [String] {
        let parts = wrapped(columns).map { "  " + $0.shortened(to: columns) }
        guard let last = parts.last else { return ["  " + value] }
        return parts.dropLast() + ["\(last.padded(columns + 2))  \(value)"]
    }

    /// What a record is called, or says, where one line is there for it.
    var oneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ").shortened(to: 60)
    }

    /// Lines of at most so many columns, broken between words.
    func wrapped(_ length: Int = 76) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines = [""]
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
                let last = lines[lines.count - 1]
                if last.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if last.columns + 1 + String(word).columns <= length {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(String(word))
                }
            }
            return lines
        }
    }
}
