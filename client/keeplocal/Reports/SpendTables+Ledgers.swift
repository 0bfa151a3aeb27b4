// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import LocalSpend

extension SpendReport {
    /// Spending by how far away suppliers are.
    var circles: FigureTable {
        let columns = Circle.allCases.map { circle in
            FigureTable.Column(circle.shortTitle, "suppliers in circle \(circle.rawValue).")
        }
        return table(
            "How far the money goes: \(inert(definition.id))",
            columns + [
                .init("not known", "suppliers of which nothing tells where they are."),
                .init("redacted", "payments whose supplier is withheld."),
            ]
        ) { tally in
            Circle.allCases.map { .money((tally.circles[$0] ?? Money(pence: 0)).whole) }
                + [.money(tally.unknown.whole), .money(tally.redacted.whole)]
        }
    }

    private func table(
        _ title: String,
        _ columns: [FigureTable.Column],
        _ figures: (SpendTally) -> [Figure]
    ) -> FigureTable {
        FigureTable(
            title,
            rowName: "year",
            columns: columns,
            rows: self.figures.years.sorted { $0.key < $1.key }.map { year, tally in
                FigureTable.Row(name(of: year), figures(tally), records: tally.rows)
            },
            shape: .open
        )
    }
}

extension Circle {
    fileprivate var shortTitle: String {
        switch self {
        case .council: "in the area"
        case .county: "in the county"
        case .region: "in the region"
        case .country: "elsewhere"
        }
    }
}

extension Money {
    /// To the pound, half away from nought: what a report shows of large sums.
    var whole: Money {
        let half: Int64 = pence < 0 ? -50 : 50
        return Money(pence: (pence &+ half) / 100 * 100)
    }
}

extension Decimal {
    var tenths: Int { NSDecimalNumber(decimal: (self * 10).rounded(to: 0)).intValue }
}
