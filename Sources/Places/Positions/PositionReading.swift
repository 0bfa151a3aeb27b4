// SPDX-License-Identifier: Apache-2.0

/// Reads the rows of a file of positions, and keeps those of places that are known here.
package struct PositionReading: Sendable {
    package private(set) var points: [String: Positions.Point] = [:]
    /// Rows of places that nobody here knows: the Office publishes the whole country in one file.
    package private(set) var elsewhere = 0
    private var lines: [String: Int] = [:]
    private let headings: PositionHeadings
    private let known: [String: String]
    /// As many tiles as a terminal and a page have room for.
    private static let (columnsMax, rowsMax) = (11, 40)

    /// Names of neighbourhoods are known however their letters are written.
    package init(_ headings: PositionHeadings, of known: some Sequence<String>) {
        self.headings = headings
        self.known = Dictionary(
            known.map { ($0.lowercased(), $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// - Throws: `PlaceError` with the line, for what is no position, or a place or a tile about
    ///   which two rows say different things.
    package mutating func take(_ cells: [String], line: Int) throws {
        let cell = { (column: Int) in
            cells.indices.contains(column) ? String(cells[column].trimmed) : ""
        }
        guard let place = known[cell(headings.code).lowercased()] else { return elsewhere += 1 }
        guard let point = point(cell(headings.x), cell(headings.y)) else {
            throw Self.wrong(line, "\(place) has no position that can be: \(limits)")
        }
        if let former = points[place], former != point {
            throw Self.wrong(line, "\(place) lies elsewhere by line \(lines[place] ?? 0)")
        }
        if headings.unit == .tiles,
            let other = points.first(where: { $0.value == point && $0.key != place })?.key
        {
            throw Self.wrong(line, "\(place) and \(other) are on one tile")
        }
        (points[place], lines[place]) = (point, line)
    }

    private var limits: String {
        switch headings.unit {
        case .tiles: "column 1 to \(Self.columnsMax), row 1 to \(Self.rowsMax)"
        case .metres: "metres to the east and to the north"
        case .degrees: "degrees, such as 53.8 and -1.76"
        }
    }

    private func point(_ x: String, _ y: String) -> Positions.Point? {
        if headings.unit == .tiles {
            guard let column = Int(x), let row = Int(y), (1...Self.columnsMax).contains(column),
                (1...Self.rowsMax).contains(row)
            else { return nil }
            return .init(column, row)
        }
        // Where the country lies, a degree to the east is three fifths of one to the north.
        let scale = headings.unit == .degrees ? (60_000.0, 100_000.0) : (1, 1)
        guard let east = Double(x), let north = Double(y),
            [east * scale.0, north * scale.1].allSatisfy({
                $0.isFinite && abs($0) <= Double(Positions.most)
            })
        else { return nil }
        return .init(Int((east * scale.0).rounded()), Int((north * scale.1).rounded()))
    }

    private static func wrong(_ line: Int, _ what: String) -> PlaceError {
        PlaceError("Line \(line)", "\(what). Nothing was imported. Mend the line and do it again.")
    }
}
