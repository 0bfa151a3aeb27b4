// SPDX-License-Identifier: Apache-2.0

/// Who gets what, so that the sum of the costs is the least.
enum Assignment {
    /// For each row of costs a column of its own, by the Hungarian method with potentials (Kuhn
    /// 1955, Munkres 1957): no more rows than columns, in the time of rows squared by columns.
    static func least(_ costs: [[Int]]) -> [Int] {
        let (rows, columns) = (costs.count, costs.first?.count ?? 0)
        guard rows > 0, rows <= columns else { return [] }
        var state = State(costs, rows: rows, columns: columns)
        for row in 1...rows { state.add(row) }
        var chosen = [Int](repeating: 0, count: rows)
        for column in 1...columns where state.rowOf[column] > 0 {
            chosen[state.rowOf[column] - 1] = column - 1
        }
        return chosen
    }

    /// Rows and columns count from 1; column 0 stands for a row that has none yet.
    private struct State {
        let costs: [[Int]]
        let columns: Int
        var rowOf: [Int]
        var rowPotential: [Int]
        var columnPotential: [Int]

        init(_ costs: [[Int]], rows: Int, columns: Int) {
            (self.costs, self.columns) = (costs, columns)
            rowOf = Array(repeating: 0, count: columns + 1)
            rowPotential = Array(repeating: 0, count: rows + 1)
            columnPotential = Array(repeating: 0, count: columns + 1)
        }

        /// Gives one more row a column, moving others where that is cheaper.
        mutating func add(_ row: Int) {
            var slack = [Int](repeating: .max, count: columns + 1)
            var from = [Int](repeating: 0, count: columns + 1)
            var isDone = [Bool](repeating: false, count: columns + 1)
            var column = 0
            rowOf[0] = row
            repeat {
                isDone[column] = true
                let current = rowOf[column]
                var (step, next) = (Int.max, 0)
                for other in 1...columns where !isDone[other] {
                    let cost =
                        costs[current - 1][other - 1] - rowPotential[current]
                        - columnPotential[other]
                    if cost < slack[other] { (slack[other], from[other]) = (cost, column) }
                    if slack[other] < step { (step, next) = (slack[other], other) }
                }
                for other in 0...columns {
                    if isDone[other] {
                        rowPotential[rowOf[other]] += step
                        columnPotential[other] -= step
                    } else if slack[other] < .max {
                        slack[other] -= step
                    }
                }
                column = next
            } while rowOf[column] != 0
            while column != 0 {
                rowOf[column] = rowOf[from[column]]
                column = from[column]
            }
        }
    }
}
