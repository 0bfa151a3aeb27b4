// SPDX-License-Identifier: Apache-2.0

/// Which cells of a table with totals must be hidden, so that no small count can be told.
///
/// The same table always gives the same answer.
package enum Suppression {
    /// The last row and the last column are totals; `also` names cells that must be hidden for
    /// another reason, such as a former report, and `known` those that a reader has anyway.
    ///
    /// - Returns: True for each cell to be hidden. A reader who knows the threshold, every other
    ///   cell and that hidden ones are not zero can exclude no value below the threshold for a
    ///   small cell, nor that it lies above. Totals of few people are hidden in the same way; of
    ///   such a total a reader knows no more than that its hidden parts are not zero.
    package static func hidden(
        in counts: [[Int]],
        _ threshold: Threshold,
        also forced: [[Bool]]? = nil,
        known: [[Bool]]? = nil
    ) -> [[Bool]] {
        var primary: [(cell: Margins.Cell, count: Int)] = []
        let first = counts.enumerated().map { row, line in
            line.enumerated().map { column, count in
                let isForced = forced?[row][column] == true && count > 0
                let isHidden = threshold.isSmall(count) || isForced
                if isHidden { primary.append((.init(row: row, column: column), count)) }
                return isHidden
            }
        }
        var margins = Margins(counts, hidden: first, known: known)
        // What is added for one cell only helps the others, so once through is enough.
        for (cell, count) in primary {
            let isSmall = threshold.isSmall(count)
            margins.protect(cell, .up, by: isSmall ? threshold.least - count : threshold.least - 1)
            margins.protect(cell, .down, by: min(count - 1, threshold.least - 1))
        }
        return margins.hidden
    }

    /// True where the last row and column are what the others add up to.
    package static func addsUp(_ counts: [[Int]]) -> Bool {
        guard let columns = counts.first?.count, columns > 0, let totals = counts.last,
            counts.allSatisfy({ $0.count == columns })
        else { return false }
        let areRows = counts.allSatisfy { $0.dropLast().reduce(0, +) == $0.last }
        let areColumns = (0..<columns).allSatisfy { column in
            counts.dropLast().map { $0[column] }.reduce(0, +) == totals[column]
        }
        return areRows && areColumns && counts.joined().allSatisfy { $0 >= 0 }
    }
}
