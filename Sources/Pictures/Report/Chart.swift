// SPDX-License-Identifier: Apache-2.0

import Figures

/// A picture of some columns of a table.
package struct Chart: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// One bar for each row.
        case bars
        /// Each row one bar of several parts.
        case stacked
        /// Rows from left to right, a line for each column; a row without a figure breaks it.
        case lines
        /// One short line of a column, for its course rather than its numbers.
        case spark
        /// A dot for each share, within the range that chance alone allows.
        case dots
        /// A tile for each place, about where it lies.
        case tiles
    }

    /// Where the tile of a row lies, from the left and from the top, from 0.
    package struct Tile: Hashable, Sendable {
        package let (column, row): (Int, Int)

        package init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
    }

    package let kind: Kind
    package let title: String
    /// Names of columns of the table.
    package let columns: [String]
    /// The upper end; nil for the largest figure.
    package let top: Double?
    /// Where the figures are to come to.
    package let target: Double?
    /// The lower end of lines.
    package let bottom: Double
    /// Columns that are a plan, drawn as a broken line without marks.
    package let plans: Set<String>
    /// Rows before which figures are of another kind, so that nothing is to be compared across.
    package let breaks: Set<String>
    /// By the names of rows; those without one are on no map.
    package let tiles: [String: Tile]

    package init(
        _ kind: Kind,
        _ title: String,
        columns: [String],
        top: Double? = nil,
        target: Double? = nil,
        bottom: Double = 0,
        plans: Set<String> = [],
        breaks: Set<String> = [],
        tiles: [String: Tile] = [:]
    ) {
        (self.kind, self.title, self.columns) = (kind, title, columns)
        (self.top, self.target, self.bottom) = (top, target, bottom)
        (self.plans, self.breaks, self.tiles) = (plans, breaks, tiles)
    }

    struct Point: Hashable {
        let figure: Figure
        var size: Double? { figure.magnitude }
    }

    struct Series: Hashable {
        let name: String
        let points: [Point]
    }

    func series(of table: FigureTable) -> [Series] {
        columns.compactMap { name in
            table.columns.firstIndex { $0.name == name }.map { column in
                Series(name: name, points: table.rows.map { Point(figure: $0.figures[column]) })
            }
        }
    }

    /// Where a size lies between the lower and the upper end, from 0 to 1.
    func place(of size: Double, in table: FigureTable) -> Double {
        let top = top(of: table)
        return top > bottom ? min(1, max(0, (size - bottom) / (top - bottom))) : 0
    }

    /// Never nothing, so that all can be divided by it.
    func top(of table: FigureTable) -> Double {
        if let top { return top }
        let series = series(of: table)
        let sizes: [Double] =
            kind == .stacked
            ? table.rows.indices.map { row in
                series.compactMap { $0.points[row].size }.reduce(0, +)
            } : series.flatMap { $0.points.compactMap(\.size) }
        let largest = max(sizes.max() ?? 0, target ?? 0)
        return largest > 0 ? largest : 1
    }

    /// What the picture shows, for who does not see it.
    func summary(of table: FigureTable) -> String {
        guard kind != .tiles else { return TileMap(chart: self, table: table).summary }
        return series(of: table).map { series in
            let parts = zip(table.rows, series.points).map { "\($0.name) \($1.figure.text)" }
            return "\(series.name): \(parts.joined(separator: "; "))."
        }.joined(separator: " ")
    }
}

/// The range in which the share of a larger number would lie, nineteen times of twenty.
///
/// Wilson's interval (1927): unlike the common one it stays within 0 and 100 for few people.
struct ShareRange {
    let low: Double
    let high: Double

    /// Nil for what is no share.
    init?(_ figure: Figure) {
        guard case .ratio(let part, let whole) = figure.value, whole > 0 else { return nil }
        let (share, count, z) = (Double(part) / Double(whole), Double(whole), 1.959964)
        let middle = share + z * z / (2 * count)
        let spread =
            z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        let scale = 1 + z * z / count
        (low, high) = (
            100 * max(0, (middle - spread) / scale), 100 * min(1, (middle + spread) / scale)
        )
    }
}
