// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

/// All that is said by one definition: what was counted, what was published, and the target.
struct SpendReport {
    let figures: SpendFigures
    let coverage: CoveredYears
    /// A year that was published stands as it was published; others as they were counted.
    let series: SpendSeries
    let targets: [Aim]
    let notes: [String]

    /// A target, and where the council stands against it by its newest figure.
    struct Aim {
        let target: SpendTarget
        let standing: SpendTarget.Standing?
    }

    var definition: SpendDefinition { figures.definition }

    init(_ definition: SpendDefinition, _ source: SpendSource) throws {
        let book = source.book
        figures = SpendFigures(source.cells, definition, book.suppliers)
        coverage = source.coverage
        let published = book.points.filter { $0.definition == definition.id }
        var (series, notes) = (SpendSeries(definition.id), [String]())
        for point in published { try series.add(point) }
        for (year, tally) in figures.years.sorted(by: { $0.key < $1.key }) {
            let counted = SpendPoint(year, tally, definition.id, coverage[year])
            guard let other = published.first(where: { $0.year == year }) else {
                let isThere = tally.share.percent != nil || tally.share.isImpossible
                if isThere { try series.add(counted) }
                continue
            }
            notes.append(
                "\(year): \(other.share.words) was published, and the ledgers give"
                    + " \(counted.shareWords)."
            )
        }
        self.series = series
        self.notes = Self.remarks(figures) + notes + series.questions
        let last = series.whole.last
        targets = try book.targets.filter { $0.definition == definition.id }.map { target in
            Aim(target: target, standing: try last.flatMap { try target.standing($0) })
        }
    }

    /// Years and quarters of which no share can be, each a sentence.
    private static func remarks(_ figures: SpendFigures) -> [String] {
        let years = figures.years.sorted { $0.key < $1.key }.compactMap { year, tally in
            tally.share.remark.map { "! \(year): \($0)" }
        }
        let quarters = figures.quarters.sorted { $0.key < $1.key }.compactMap { quarter, tally in
            tally.share.remark.map { "! \(quarter): \($0)" }
        }
        return years + quarters
    }

    /// Reports in the order of their first figures; those without any come last.
    static func all(_ source: SpendSource, only id: String?) throws -> [SpendReport] {
        let book = source.book
        let definitions = try id.map { [try book.definition($0)] } ?? book.definitions
        return try definitions.map { try SpendReport($0, source) }.sorted {
            ($0.first, $0.definition.id) < ($1.first, $1.definition.id)
        }
    }

    /// A year of the ledgers, with how much of it they have: "2025/26, 1 of 4 quarters".
    func name(of year: FinancialYear) -> String {
        coverage[year].words.map { "\(year), \($0)" } ?? "\(year)"
    }

    /// Likewise a quarter, by what it is called there: "Q3, 1 of 3 months".
    func name(of quarter: SpendQuarter, as name: String) -> String {
        coverage.words(of: quarter).map { "\(name), \($0)" } ?? name
    }

    private var first: Int { series.points.first?.year.start ?? .max }

    /// Where one series ends and another begins; no line is drawn across.
    static func breaks(_ reports: [SpendReport]) -> [Break] {
        let drawn = reports.filter { !$0.series.points.isEmpty }
        return zip(drawn, drawn.dropFirst()).compactMap { former, next in
            next.series.points.first.map {
                Break(year: $0.year, from: former.definition.id, to: next.definition.id)
            }
        }
    }

    struct Break {
        let year: FinancialYear
        let from: String
        let to: String

        var words: String {
            "Break at \(year): '\(from)' and '\(to)' measure by different rules. Their figures are"
                + " not compared, and no line joins them."
        }
    }
}
