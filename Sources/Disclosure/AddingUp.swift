// SPDX-License-Identifier: Apache-2.0

import Figures

/// A table whose counts add up, and which of them are told.
struct AddingUp {
    private let table: FigureTable
    /// Columns of counts that are not made of others.
    private let counted: [Int]

    init(_ table: FigureTable) {
        self.table = table
        counted = table.columns.indices.filter { column in
            table.columns[column].madeOf.isEmpty
                && table.rows.contains { $0.figures[column].isCount }
        }
    }

    /// Hides more until nothing that is told can be subtracted from anything else that was, in this
    /// table or before.
    func told(after former: Disclosing) -> FigureTable {
        let disclosing = remembering(former)
        var forced = table.rows.map { row in
            table.columns.indices.map { column in
                counted.contains(column) && row.figures[column].people > 0
                    && !disclosing.isAllowed(row, column, table)
            }
        }
        // What was told before is known, told again or not: hiding it protects nobody.
        let known = table.rows.map { row in
            table.columns.indices.map { disclosing.isKnown(row, $0, table) }
        }
        while true {
            let told = hiding(hidden(disclosing.threshold, forced, known))
            let more = offending(told, disclosing)
            guard !more.isEmpty else { return told }
            for cell in more { forced[cell.row][cell.column] = true }
        }
    }

    /// What is known by another name is known by this one.
    private func remembering(_ former: Disclosing) -> Disclosing {
        var disclosing = former
        for row in table.rows where !row.alsoKnown.isEmpty {
            for column in counted where former.isKnown(row, column, table) {
                disclosing.remember(row, column, table)
            }
        }
        return disclosing
    }

    private func hidden(
        _ threshold: Threshold,
        _ forced: [[Bool]],
        _ known: [[Bool]]
    ) -> [[Bool]] {
        var hidden = forced
        // Alone, a column is its own total: the rules are those of a table of two.
        let groups = table.shape == .cross ? [counted] : counted.map { [$0, $0] }
        for group in groups where !group.isEmpty {
            let counts = table.rows.map { row in group.map { row.figures[$0].people } }
            // What does not add up is held to the stricter rule: nothing of it is told.
            let cells =
                Suppression.addsUp(counts)
                ? Suppression.hidden(
                    in: counts,
                    threshold,
                    also: forced.map { row in group.map { row[$0] } },
                    known: known.map { row in group.map { row[$0] } }
                )
                : counts.map { $0.map { _ in true } }
            for (row, line) in cells.enumerated() {
                for (column, isHidden) in zip(group, line) where isHidden {
                    hidden[row][column] = true
                }
            }
        }
        return hidden
    }

    private func hiding(_ hidden: [[Bool]]) -> FigureTable {
        table.replacing(
            zip(table.rows, hidden).map { row, hidden in
                table.columns.indices.map { column in
                    let isTold = table.columns[column].madeOf.allSatisfy { name in
                        table.columns.firstIndex { $0.name == name }.map { !hidden[$0] } ?? false
                    }
                    return isTold && !hidden[column] ? row.figures[column] : .suppressed
                }
            }
        )
    }

    /// Told cells that tell few people beside the ones before them.
    private func offending(
        _ told: FigureTable,
        _ disclosing: Disclosing
    ) -> [(row: Int, column: Int)] {
        var (disclosing, found) = (disclosing, [(row: Int, column: Int)]())
        // Totals come first: it is their parts that give way.
        for (index, row) in told.rows.enumerated().reversed() {
            for column in counted {
                // Nobody is told always; with it, parts are known to fill their whole.
                let isNobody = row.figures[column].people == 0
                if isNobody || disclosing.isAllowed(row, column, told) {
                    disclosing.remember(row, column, told)
                } else {
                    found.append((index, column))
                }
            }
        }
        return found
    }
}

extension Figure {
    fileprivate var isCount: Bool { if case .count = value { true } else { false } }
}
