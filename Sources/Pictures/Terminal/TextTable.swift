// SPDX-License-Identifier: Apache-2.0

import Figures

/// A table as lines of text: in columns, or row by row where these would not fit.
struct TextTable {
    let table: FigureTable
    let style: TextStyle

    var lines: [String] {
        let texts = table.rows.map { $0.figures.map { style.plain($0.text) } }
        let heads = table.columns.map { style.plain($0.name) }
        let names = table.rows.map { style.plain($0.name) }
        let widths = heads.indices.map { column in
            (texts.map { $0[column] } + [heads[column]]).map(\.count).max() ?? 0
        }
        let needed = widths.map { $0 + 2 }.reduce(0, +)
        let longest = (names + [table.rowName]).map(\.count).max() ?? 0
        let room = style.width - needed
        guard room >= min(longest, 12) else { return stacked(texts, heads, names) }
        let first = min(longest, room)
        let line = { (name: String, cells: [String]) in
            let parts = zip(cells, widths).map { "  " + $0.leading($1) }
            return (name.cut(first).padded(first) + parts.joined()).withoutTrailingBlanks
        }
        return [line(table.rowName.uppercased(), heads.map { $0.uppercased() })]
            + zip(names, texts).map(line)
    }

    /// Rows that say nothing share one line.
    private func stacked(_ texts: [[String]], _ heads: [String], _ names: [String]) -> [String] {
        var (lines, silent): ([String], [String]) = ([], [])
        let sayNothing = { (names: [String]) in
            names.isEmpty ? [] : "\(names.joined(separator: ", ")): –".wrapped(style.width)
        }
        for (row, name) in names.enumerated() {
            guard table.rows[row].figures.contains(where: { $0.value != .none }) else {
                silent.append(name)
                continue
            }
            lines += sayNothing(silent) + [name.cut(style.width)]
            silent = []
            lines += zip(heads, texts[row]).flatMap { head, cell in
                let line = "  \(head): \(cell)"
                return line.count <= style.width ? [line] : ["  \(head):", "    \(cell)"]
            }
        }
        return lines + sayNothing(silent)
    }
}
