// SPDX-License-Identifier: Apache-2.0

package import Figures

/// Makes tables fit to leave an organisation.
package struct Disclosing: Sendable {
    package let threshold: Threshold
    /// Grows with each table that is told.
    package private(set) var publication: Publication
    /// With what others may tell at any time.
    private var beside: Publication

    /// Whose numbers they are: those of others are never compared with them.
    private let about: String

    package init(
        _ threshold: Threshold,
        about: String = "",
        after publication: Publication = Publication()
    ) {
        (self.threshold, self.about, self.publication) = (threshold, about, publication)
        beside = publication
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
    package mutating func take(told table: FigureTable) { remember(table, table) }

    /// Holds what follows beside a table that others may tell, too: it is not told by this.
    package mutating func presume(told table: FigureTable) {
        var others = Disclosing(threshold, about: about)
        _ = others.told(table)
        others.publication.entries.forEach { beside.add($0) }
    }

    private mutating func hidden(_ table: FigureTable) -> FigureTable {
        switch table.shape {
        case .open: return table
        case .own: return table.replacing(table.rows.map { $0.figures.map { _ in .suppressed } })
        case .rows: return table.replacing(rows(table))
        case .cross, .columns:
            let told = AddingUp(table).told(after: self)
            remember(told, table)
            return told
        }
    }

    /// One after the other, each held against those before it: together they tell more than each.
    private mutating func rows(_ table: FigureTable) -> [[Figure]] {
        table.rows.map { row in
            var told = row.figures
            for column in told.indices {
                if isTold(column, beside: told, row, table) {
                    remember(row, column, table)
                } else {
                    told[column] = .suppressed
                }
            }
            return told
        }
    }

    /// A figure is told when none of its counts is small, nor what it leaves of the numbers that it
    /// is a part of.
    private func isTold(
        _ column: Int,
        beside told: [Figure],
        _ row: FigureTable.Row,
        _ table: FigureTable
    ) -> Bool {
        let figure = row.figures[column]
        let wholes = table.wholes(of: column).flatMap { told[$0].counts }
        let differences = figure.counts.flatMap { count in wholes.map { abs($0 - count) } }
        let isSmall = (figure.counts + figure.remainders + differences)
            .contains(where: threshold.isSmall)
        return !isSmall && isAllowed(row, column, table)
    }

    func isAllowed(
        _ row: FigureTable.Row,
        _ column: Int,
        _ table: FigureTable
    ) -> Bool {
        row.names(of: column, table, about).joined().allSatisfy { beside.allows($0, threshold) }
    }

    /// True for a number that was told before, of these people by any of their names.
    func isKnown(_ row: FigureTable.Row, _ column: Int, _ table: FigureTable) -> Bool {
        row.names(of: column, table, about).contains { entries in
            !entries.isEmpty && entries.allSatisfy(publication.contains)
        }
    }

    private mutating func remember(_ told: FigureTable, _ table: FigureTable) {
        for row in told.rows {
            for column in row.figures.indices { remember(row, column, table) }
        }
    }

    mutating func remember(_ row: FigureTable.Row, _ column: Int, _ table: FigureTable) {
        for entry in row.names(of: column, table, about).joined() {
            publication.add(entry)
            beside.add(entry)
        }
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
    /// The numbers of a figure, once for each name that their people have.
    fileprivate func names(
        of column: Int,
        _ table: FigureTable,
        _ about: String
    ) -> [[Publication.Entry]] {
        let named = table.columns[column]
        let own = FigureTable.Alias(parts, [named.name: named.counts])
        return ([own] + alsoKnown).compactMap { alias in
            guard !alias.parts.isEmpty, let words = alias.counts[named.name] else { return nil }
            // What a share leaves can be subtracted as well as its parts can.
            let counts = figures[column].counts + figures[column].remainders
            let quantity = { (number: Int) in
                words.indices.contains(number)
                    ? words[number]
                    : Quantity("\(table.title)/\(named.name)", [""], number: number)
            }
            let entries = counts.enumerated().map { number, count in
                Publication.Entry(quantity(number), alias, about, count)
            }
            return entries + (middle(of: column, quantity(0), alias, about).map { [$0] } ?? [])
        }
    }

    /// Of a mean or a median what it tells besides its n; apart from the counts, so that nobody
    /// subtracts its n from them twice.
    private func middle(
        of column: Int,
        _ quantity: Quantity,
        _ alias: FigureTable.Alias,
        _ about: String
    ) -> Publication.Entry? {
        switch figures[column].value {
        case .meanChange(let sum, let pairs):
            let mean = Quantity("mean change of \(quantity.what)", quantity.parts)
            return Publication.Entry(mean, alias, about, pairs, sum: sum)
        case .median(let doubled, let count):
            let median = Quantity("median of \(quantity.what)", quantity.parts)
            return Publication.Entry(median, alias, about, count, median: doubled)
        default: return nil
        }
    }
}

extension Publication.Entry {
    fileprivate init(
        _ quantity: Quantity,
        _ alias: FigureTable.Alias,
        _ about: String,
        _ count: Int,
        sum: Int64? = nil,
        median: Int? = nil
    ) {
        let all = alias.parts.flatMap { part in
            quantity.parts.map { $0.isEmpty ? part : "\(part)/\($0)" }
        }
        let whose = alias.about ?? about
        self.init(
            "\(whose)/\(quantity.what)/\(quantity.number)",
            of: Set(all),
            count,
            sum: sum,
            median: median
        )
    }
}
