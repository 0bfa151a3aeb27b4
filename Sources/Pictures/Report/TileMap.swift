// SPDX-License-Identifier: Apache-2.0

import Figures

/// A column of a table as tiles, each about where its place lies.
///
/// It is drawn from the figures of the table, so that no tile tells what the table hides.
struct TileMap {
    struct Placed {
        let name: String
        let figure: Figure
        let tile: Chart.Tile
    }

    /// From the top, and there from the left.
    let placed: [Placed]
    private let chart: Chart
    private let table: FigureTable
    private let top: Int
    private let unit: String

    init(chart: Chart, table: FigureTable) {
        (self.chart, self.table) = (chart, table)
        let column = table.columns.firstIndex { $0.name == chart.columns.first }
        placed = table.rows.compactMap { row in
            guard let column, let tile = chart.tiles[row.name] else { return nil }
            return Placed(name: row.name, figure: row.figures[column], tile: tile)
        }.sorted { ($0.tile.row, $0.tile.column) < ($1.tile.row, $1.tile.column) }
        let isShare = placed.contains { if case .ratio = $0.figure.value { true } else { false } }
        let largest = Int((placed.compactMap(\.figure.magnitude).max() ?? 0).rounded(.up))
        // Four even steps, of whole numbers.
        top = isShare ? 100 : max(4, (largest + 3) / 4 * 4)
        unit = isShare ? "%" : ""
    }

    var columns: Int { (placed.map(\.tile.column).max() ?? 0) + 1 }
    var rows: Int { (placed.map(\.tile.row).max() ?? 0) + 1 }

    /// 0 to 3; nil for what has no number, or none that is told.
    func level(of figure: Figure) -> Int? {
        figure.magnitude.map { min(3, max(0, Int($0 * 4 / Double(top)))) }
    }

    /// What each level means.
    var levels: [String] {
        (0..<4).map { level in
            level == 3
                ? "\(top / 4 * 3)\(unit) or more" : "under \(top / 4 * (level + 1))\(unit)"
        }
    }

    var hasHidden: Bool { placed.contains { $0.figure.value == .suppressed } }
    var hasNothing: Bool { placed.contains { $0.figure.value == .none } }

    /// True where the table has people of no place: they are on no map.
    var hasOthers: Bool {
        guard let column = table.columns.firstIndex(where: { $0.name == chart.columns.first })
        else { return false }
        return table.rows.dropLast().contains { row in
            let figure = row.figures[column]
            return chart.tiles[row.name] == nil && figure.value != .none && figure.magnitude != 0
        }
    }

    static let others = "People of whom no place is known stand in the table alone."

    /// What the picture shows, for who does not see it.
    var summary: String {
        let parts = placed.map { "\($0.name) \($0.figure.text)" }
        return "\(chart.columns.first ?? ""), from the top row to the bottom:"
            + " \(parts.joined(separator: "; "))."
    }

    /// Names for tiles so narrow: whole ones where they fit, else the first word cut and the first
    /// letters of the others.
    func names(_ width: Int) -> [String] {
        placed.map { placed in
            let name = placed.name
            guard name.count > width else { return name }
            let words = name.split(separator: " ").filter { !Self.small.contains($0.lowercased()) }
            let rest = words.dropFirst().compactMap(\.first).map(String.init).joined()
            guard let first = words.first, !rest.isEmpty, rest.count + 3 <= width else {
                return name.cut(width)
            }
            return first.prefix(width - rest.count - 1) + " " + rest
        }
    }

    private static let small: Set = ["and", "of", "the", "&"]
}
