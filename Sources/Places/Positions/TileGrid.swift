// SPDX-License-Identifier: Apache-2.0

/// A tile for each place, about where it lies: the same places always give the same tiles.
///
/// Of all ways to give each a cell of its own, it takes the one whose squared distances from where
/// the places lie are the least in all (Meulemans et al., Small Multiples with Gaps, 2017).
package struct TileGrid: Hashable, Sendable {
    package struct Cell: Hashable, Sendable {
        package let (column, row): (Int, Int)

        package init(column: Int, row: Int) { (self.column, self.row) = (column, row) }
    }

    package let cells: [String: Cell]
    /// What fits into 80 columns with names that can be read.
    private static let columnsMax = 8
    /// More tiles are no picture any more.
    private static let placesMax = 80

    /// Nil where a place is without a position, or there are too few or too many places.
    package init?(
        _ places: some Sequence<(key: String, areas: Set<String>)>,
        _ positions: Positions
    ) {
        let places = places.sorted { $0.key < $1.key }
        let points = places.compactMap { positions.point(of: $0.key, areas: $0.areas) }
        guard points.count == places.count, (2...Self.placesMax).contains(places.count) else {
            return nil
        }
        let found = positions.kind == .grid ? Self.drawn(points) : Self.nearest(points)
        cells = Dictionary(
            zip(places.map(\.key), found),
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// As somebody drew it, without what is empty at the left and the top.
    private static func drawn(_ points: [Positions.Point]) -> [Cell] {
        let (left, top) = (points.map(\.x).min() ?? 0, points.map(\.y).min() ?? 0)
        return points.map { Cell(column: $0.x - left, row: $0.y - top) }
    }

    private static func nearest(_ points: [Positions.Point]) -> [Cell] {
        let (xs, ys) = (points.map(\.x), points.map(\.y))
        let (west, east) = (xs.min() ?? 0, xs.max() ?? 0)
        let (south, north) = (ys.min() ?? 0, ys.max() ?? 0)
        let shape = Double(max(1, east - west)) / Double(max(1, north - south))
        let wide = (Double(points.count) * shape).squareRoot().rounded()
        let columns = Int(min(Double(min(columnsMax, points.count)), max(1, wide)))
        let rows = (points.count + columns - 1) / columns
        // In thousandths of a tile, from the north-west.
        let places = points.map { point in
            (
                x: 1_000 * (columns - 1) * (point.x - west) / max(1, east - west),
                y: 1_000 * (rows - 1) * (north - point.y) / max(1, north - south)
            )
        }
        let cells = (0..<rows).flatMap { row in
            (0..<columns).map { Cell(column: $0, row: row) }
        }
        let costs = places.map { place in
            cells.map { cell in
                let (x, y) = (1_000 * cell.column - place.x, 1_000 * cell.row - place.y)
                return x * x + y * y
            }
        }
        return Assignment.least(costs).map { cells[$0] }
    }
}
