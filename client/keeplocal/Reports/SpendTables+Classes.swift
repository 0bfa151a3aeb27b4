// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import LocalSpend
import Pictures

/// To whom the money goes, over the years.
extension SpendReport {
    /// Every year from the first whole one to the last: without a year of which nothing is known a
    /// line would be steeper, and with a part of a year it would fall or rise by that alone.
    var classes: FigureTable {
        let whole = figures.years.filter { coverage[$0.key].isWhole }
        let known = whole.keys.map(\.start) + series.whole.map(\.year.start)
        let years = (known.min() ?? 0)..<(known.max() ?? -1) + 1
        return classes("To whom it goes", years.map(FinancialYear.init(start:)), whole)
    }

    /// Of years that are not whole, apart from the others and in no picture.
    var partialClasses: FigureTable {
        let partial = figures.years.filter { !coverage[$0.key].isWhole }
        return classes("To whom it goes, years not whole", partial.keys.sorted(), partial)
    }

    private func classes(
        _ title: String,
        _ years: [FinancialYear],
        _ tallies: [FinancialYear: SpendTally]
    ) -> FigureTable {
        FigureTable(
            "\(title): \(inert(definition.id))",
            rowName: "year",
            columns: Self.amountColumns
                + [.init("local share", "local, of counted: as published, else from the ledgers.")]
                + Self.shareColumns,
            rows: years.map { year in
                let tally = tallies[year]
                return FigureTable.Row(
                    tally == nil ? "\(year)" : name(of: year),
                    Self.amounts(tally) + [localShare(year)] + Self.shares(tally),
                    records: tally?.rows
                )
            },
            shape: .open
        )
    }

    /// What went to classes of suppliers as lines beside the local share; of one year bars.
    func chart(of classes: FigureTable) -> Chart {
        let names = ["local share", "VCSE", "SME"]
        let places = names.compactMap { name in
            classes.columns.firstIndex { $0.name == name }
        }
        let sizes = classes.rows.flatMap { row in places.compactMap { row.figures[$0].magnitude } }
        let top = min(100, max(10, ((sizes.max() ?? 100) / 10).rounded(.up) * 10))
        return classes.rows.count > 1
            ? Chart(.lines, "Local, to VCSE and to SME, per cent", columns: names, top: top)
            : Chart(.bars, "Share of VCSE, per cent", columns: ["VCSE"], top: 100)
    }

    static let amountColumns: [FigureTable.Column] = [
        .init("counted", "all spending that the definition counts, in the ledgers."),
        .init("to VCSE", "to voluntary and community organisations, social enterprises."),
        .init("to SME", "to small and medium businesses."),
    ]

    static let shareColumns: [FigureTable.Column] = [
        .init("VCSE", "to VCSE, of counted."), .init("VCSE local", "to local VCSE, of counted."),
        .init("SME", "to SME, of counted."), .init("SME local", "to local SME, of counted."),
    ]

    static func amounts(_ tally: SpendTally?) -> [Figure] {
        guard let tally else { return [Figure](repeating: Figure(.none), count: 3) }
        return [
            tally.counted, tally.share(of: .vcse).numerator, tally.share(of: .small).numerator,
        ].map { .money($0) }
    }

    static func shares(_ tally: SpendTally?) -> [Figure] {
        guard let tally else { return [Figure](repeating: Figure(.none), count: 4) }
        return [SupplierClass.vcse, .small].flatMap { kind in
            [tally.share(of: kind), tally.localShare(of: kind)]
        }.map(\.figure)
    }

    private func localShare(_ year: FinancialYear) -> Figure {
        series.points.first { $0.year == year }.map(\.share.figure) ?? Figure(.none)
    }
}
