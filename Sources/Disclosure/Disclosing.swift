// SPDX-License-Identifier: Apache-2.0

package import Figures

/// Makes tables fit to leave an organisation.
package struct Disclosing: Sendable {
    package let threshold: Threshold
    /// Grows with each table that is told.
    package private(set) var publication: Publication

    /// Whose numbers they are: those of others are never compared with them.
    private let about: String

    package init(
        _ threshold: Threshold,
        about: String = "",
        after publication: Publication = Publication()
    ) {
        (self.threshold, self.about, self.publication) = (threshold, about, publication)
    }

    /// The same table with every figure hidden from which a small count could be told.
    ///
    /// Nor does it tell that one to four records were left out of a number, and why.
    package mutating func told(_ table: FigureTable) -> FigureTable {
        let told = hidden(table)
        guard table.shape != .open else { return told }
        return told.replacing(told.rows.map { $0.figures.map { $0.tellingOfMany(threshold) } })
    }

    /// Takes for told what a table tells, as others told it: no rule is asked.
    package mutating func take(told table: FigureTable) { _ = remembering(table, table) }

    private mutating func hidden(_ table: FigureTable) -> FigureTable {
        switch table.shape {
        case .open: return table
        case .own: return table.replacing(table.rows.map { $0.figures.map { _ in .suppressed } })
        case .rows: return table.replacing(rows(table))
        case .cross, .columns: return remembering(table, AddingUp(table).told(after: self))
        }
    }

    /// One after the other, each held against those before it: together they tell more than each.
    private mutating func rows(_ table: FigureTable) -> [[Figure]] {
        var told: [[Figure]] = []
        for former in table.rows {
            let figures = row(former, table)
            let shown = FigureTable.Row(
                former.name,
                figures,
                parts: former.parts,
                alsoKnown: former.alsoKnown
            )
            for column in figures.indices { remember(shown, column, table) }
            told.append(figures)
        }
        return told
    }

    /// A figure is told when none of its counts is small, nor what it leaves of the numbers that it
    /// is a part of.
    private func row(_ row: FigureTable.Row, _ table: FigureTable) -> [Figure] {
        var told = row.figures
        for (index, figure) in row.figures.enumerated() {
            let wholes = table.wholes(of: index).flatMap { told[$0].counts }
            let differences = figure.counts.flatMap { count in wholes.map { abs($0 - count) } }
            let isSmall = (figure.counts + figure.remainders + differences)
                .contains(where: threshold.isSmall)
            if isSmall || !isAllowed(row, index, table) { told[index] = .suppressed }
        }
        return told
    }

    func isAllowed(
        _ row: FigureTable.Row,
        _ column: Int,
        _ table: FigureTable
    ) -> Bool {
        row.entries(column, table, about).allSatisfy { publication.allows($0, threshold) }
    }

    /// True for a number that was told in the same words before.
    func isKnown(_ row: FigureTable.Row, _ column: Int, _ table: FigureTable) -> Bool {
        let entries = row.entries(column, table, about)
        return !entries.isEmpty && entries.allSatisfy(publication.contains)
    }

    private mutating func remembering(_ table: FigureTable, _ told: FigureTable) -> FigureTable {
        for row in told.rows {
            for column in row.figures.indices { remember(row, column, table) }
        }
        return told
    }

    mutating func remember(_ row: FigureTable.Row, _ column: Int, _ table: FigureTable) {
        for entry in row.entries(column, table, about) { publication.add(entry) }
    }
}

extension Figure {
    fileprivate func tellingOfMany(_ threshold: Threshold) -> Figure {
        Figure(value, leftOut: leftOut.filter { !threshold.isSmall($0.count) })
    }

    /// Numbers of people that a reader of the figure learns.
    fileprivate var counts: [Int] {
        switch value {
        case .count(let number): [number]
        case .ratio(let part, let whole): [whole, part]
        case .meanChange(_, let pairs): [pairs]
        case .median(_, let count): [count]
        case .level, .money, .moneyShare, .tenths, .words, .none, .suppressed: []
        }
    }

    fileprivate var remainders: [Int] {
        if case .ratio(let part, let whole) = value { [whole - part] } else { [] }
    }

    var people: Int { if case .count(let number) = value { number } else { 0 } }
}

extension FigureTable {
    /// The columns that a column is a part of, directly or not.
    fileprivate func wholes(of column: Int) -> [Int] {
        var (found, current): ([Int], Int) = ([], column)
        while let name = columns[current].partOf,
            let whole = columns.firstIndex(where: { $0.name == name }), whole < current
        {
            found.append(whole)
            current = whole
        }
        return found
    }
}

extension FigureTable.Row {
    fileprivate func entries(
        _ index: Int,
        _ table: FigureTable,
        _ about: String
    ) -> [Publication.Entry] {
        guard !parts.isEmpty else { return [] }
        let column = table.columns[index]
        let name = column.among?.what ?? "\(table.title)/\(column.name)"
        let among = column.among.map(\.parts) ?? [""]
        let all = Set(parts.flatMap { part in among.map { $0.isEmpty ? part : "\(part)/\($0)" } })
        let known = alsoKnown[column.name]
        // What a share leaves can be subtracted as well as its parts can.
        let counts = figures[index].counts + figures[index].remainders
        return counts.enumerated().flatMap { number, count in
            [Publication.Entry("\(about)/\(name)/\(number)", of: all, count)]
                + (known.map {
                    [Publication.Entry("\(about)/\($0.what)/\(number)", of: $0.parts, count)]
                } ?? [])
        }
    }
}
