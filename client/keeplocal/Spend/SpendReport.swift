// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

/// All that is said by one definition: what was counted, what was published, and the target.
struct SpendReport {
    let figures: SpendFigures
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

    init(_ definition: SpendDefinition, _ book: SpendBook, _ cells: [SpendCell]) throws {
        figures = SpendFigures(cells, definition, book.suppliers)
        let published = book.points.filter { $0.definition == definition.id }
        var (series, notes) = (SpendSeries(definition.id), [String]())
        for point in published { try series.add(point) }
        for (year, tally) in figures.years.sorted(by: { $0.key < $1.key }) {
            let counted = SpendPoint(
                year: year,
                share: tally.share,
                definition: definition.id,
                source: "ledgers"
            )
            guard let other = published.first(where: { $0.year == year }) else {
                if tally.share.percent != nil { try series.add(counted) }
                continue
            }
            notes.append(
                "\(year): \(other.share.words) was published, and the ledgers give"
                    + " \(counted.share.words)."
            )
        }
        self.series = series
        self.notes = notes
        targets = try book.targets.filter { $0.definition == definition.id }.map { target in
            let last = series.points.last
            return Aim(target: target, standing: try last.flatMap { try target.standing($0) })
        }
    }

    /// Reports in the order of their first figures; those without any come last.
    static func all(_ book: SpendBook, only id: String?, _ cells: [SpendCell]) throws
        -> [SpendReport]
    {
        let definitions = try id.map { [try book.definition($0)] } ?? book.definitions
        return try definitions.map { try SpendReport($0, book, cells) }.sorted {
            ($0.first, $0.definition.id) < ($1.first, $1.definition.id)
        }
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
            "Break at \(year): '\(from)' and '\(to)' have different denominators. Their figures are"
                + " not compared, and no line joins them."
        }
    }
}
