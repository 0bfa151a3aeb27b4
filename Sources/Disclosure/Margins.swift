// SPDX-License-Identifier: Apache-2.0

/// A table of counts whose last row and last column are the totals of the others, and which of its
/// cells are hidden.
///
/// Whoever reads it knows that a row adds up to its total. Seen so, hidden cells are the edges of a
/// network from rows to columns, totals running back, and what a reader can still believe of one
/// cell is how much more or less can flow around a circle through it (Cox 1995, Castro 2006). Since
/// nothing is hidden that is zero, the reader also knows that each hidden cell is at least 1.
struct Margins {
    let counts: [[Int]]
    private(set) var hidden: [[Bool]]
    /// What a reader has from elsewhere: nothing can flow there.
    private let known: [[Bool]]?
    private let rows: Int
    private let columns: Int

    /// Every row has as many counts as the first.
    init(_ counts: [[Int]], hidden: [[Bool]], known: [[Bool]]? = nil) {
        (self.counts, self.hidden, self.known) = (counts, hidden, known)
        (rows, columns) = (counts.count, counts.first?.count ?? 0)
    }

    struct Cell: Hashable {
        let row: Int
        let column: Int
    }

    enum Way { case up, down }

    /// Hides what is needed for the cell to be so much more or less for all a reader knows.
    ///
    /// Among the ways to do so, takes the one that hides the least people.
    mutating func protect(_ cell: Cell, _ way: Way, by amount: Int) {
        let (tail, head) = ends(of: cell)
        let (start, end) = way == .up ? (head, tail) : (tail, head)
        var moved: [Cell: Int] = [:]
        var sent = 0
        while sent < amount {
            guard let path = cheapestPath(from: start, to: end, without: cell, moved) else {
                return
            }
            let room = path.map { capacity($0.cell, $0.way, moved) }.min() ?? 0
            let step = min(room, amount - sent)
            for part in path {
                hidden[part.cell.row][part.cell.column] = true
                moved[part.cell, default: 0] += part.way == .up ? step : -step
            }
            sent += step
        }
    }

    /// Cells run from their row to their column, totals back; the total of totals runs as cells do.
    private func ends(of cell: Cell) -> (tail: Int, head: Int) {
        let isForward = (cell.row == rows - 1) == (cell.column == columns - 1)
        let (row, column) = (cell.row, rows + cell.column)
        return isForward ? (row, column) : (column, row)
    }

    private func capacity(_ cell: Cell, _ way: Way, _ moved: [Cell: Int]) -> Int {
        way == .up ? .max : counts[cell.row][cell.column] + moved[cell, default: 0] - 1
    }

    private struct Part {
        let cell: Cell
        let way: Way
        let from: Int
    }

    /// Dijkstra upon so few nodes that a queue would not pay.
    private func cheapestPath(
        from start: Int,
        to end: Int,
        without excluded: Cell,
        _ moved: [Cell: Int]
    ) -> [Part]? {
        var costs = [start: 0]
        var last: [Int: Part] = [:]
        var done: Set<Int> = []
        while let node = costs.filter({ !done.contains($0.key) })
            .min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key
        {
            if node == end { return path(to: end, from: start, last) }
            done.insert(node)
            for part in parts(from: node) where part.cell != excluded {
                guard capacity(part.cell, part.way, moved) > 0 else { continue }
                let cost = (costs[node] ?? 0) + price(of: part.cell)
                let next = target(of: part)
                if cost < costs[next] ?? .max { (costs[next], last[next]) = (cost, part) }
            }
        }
        return nil
    }

    private func path(to end: Int, from start: Int, _ last: [Int: Part]) -> [Part] {
        var (path, node): ([Part], Int) = ([], end)
        while node != start, let part = last[node] {
            path.append(part)
            node = part.from
        }
        return path
    }

    private func parts(from node: Int) -> [Part] {
        let cells =
            node < rows
            ? (0..<columns).map { Cell(row: node, column: $0) }
            : (0..<rows).map { Cell(row: $0, column: node - rows) }
        let movable = cells.filter {
            counts[$0.row][$0.column] > 0 && known?[$0.row][$0.column] != true
        }
        return movable.map { cell in
            Part(cell: cell, way: ends(of: cell).tail == node ? .up : .down, from: node)
        }
    }

    private func target(of part: Part) -> Int {
        let (tail, head) = ends(of: part.cell)
        return part.way == .up ? head : tail
    }

    /// What is lost by hiding; a little for what is hidden already, so that short ways are taken.
    private func price(of cell: Cell) -> Int {
        hidden[cell.row][cell.column]
            ? 1 : 1_000 + 1_000 * min(counts[cell.row][cell.column], 1 << 30)
    }
}
