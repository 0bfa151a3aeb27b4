// SPDX-License-Identifier: Apache-2.0

/// Somebody with the published table, pencil and paper, who knows the rules as well as we do.
///
/// Finds every value that a hidden cell can have by trying them, upon bounds drawn from the totals;
/// it shares nothing with the code that hides.
struct Attacker {
    private let size: (rows: Int, columns: Int)
    private var low: [Int]
    private var high: [Int]
    private let lines: [(parts: [Int], total: Int)]
    private static let most = 40

    /// - Parameter published: Nil for a hidden cell.
    init(_ published: [[Int?]]) {
        size = (published.count, published[0].count)
        let (rows, columns) = size
        low = published.joined().map { $0 ?? 1 }
        high = published.joined().map { $0 ?? Self.most }
        let at = { (row: Int, column: Int) in row * columns + column }
        let across = (0..<rows).map { row in
            (parts: (0..<columns - 1).map { at(row, $0) }, total: at(row, columns - 1))
        }
        let down = (0..<columns).map { column in
            (parts: (0..<rows - 1).map { at($0, column) }, total: at(rows - 1, column))
        }
        lines = across + down
    }

    /// Those of the values that the cell can have.
    func possible(_ values: ClosedRange<Int>, row: Int, column: Int) -> [Int] {
        values.filter { value in
            var trial = self
            let cell = row * size.columns + column
            guard trial.low[cell]...trial.high[cell] ~= value else { return false }
            (trial.low[cell], trial.high[cell]) = (value, value)
            return trial.isSolvable()
        }
    }

    private mutating func isSolvable() -> Bool {
        guard narrow() else { return false }
        let open = low.indices.filter { low[$0] < high[$0] }
        guard let cell = open.min(by: { high[$0] - low[$0] < high[$1] - low[$1] }) else {
            return true
        }
        for value in low[cell]...high[cell] {
            var trial = self
            (trial.low[cell], trial.high[cell]) = (value, value)
            if trial.isSolvable() { return true }
        }
        return false
    }

    private mutating func narrow() -> Bool {
        var isChanged = true
        while isChanged {
            isChanged = false
            for (parts, total) in lines {
                let least = parts.reduce(0) { $0 + low[$1] }
                let most = parts.reduce(0) { $0 + high[$1] }
                isChanged = set(total, least, most) || isChanged
                for part in parts {
                    let rest = (least: least - low[part], most: most - high[part])
                    isChanged =
                        set(part, low[total] - rest.most, high[total] - rest.least) || isChanged
                }
                guard low.indices.allSatisfy({ low[$0] <= high[$0] }) else { return false }
            }
        }
        return true
    }

    /// - Returns: True where that says more than was known.
    private mutating func set(_ cell: Int, _ least: Int, _ most: Int) -> Bool {
        let before = (low[cell], high[cell])
        (low[cell], high[cell]) = (max(before.0, least), min(before.1, most))
        return (low[cell], high[cell]) != before
    }
}
