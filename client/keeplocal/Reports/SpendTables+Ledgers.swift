// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Foundation
import LocalSpend

extension SpendReport {
    /// Spending by how far away suppliers are.
    var circles: FigureTable {
        FigureTable(
            "How far the money goes: \(inert(definition.id))",
            rowName: "year",
            columns: Self.circleColumns,
            rows: figures.years.sorted { $0.key < $1.key }.map { year, tally in
                FigureTable.Row(name(of: year), Self.circleFigures(tally), records: tally.rows)
            },
            shape: .open
        )
    }

    static var circleColumns: [FigureTable.Column] {
        Circle.allCases.map { circle in
            FigureTable.Column(circle.shortTitle, "suppliers in circle \(circle.rawValue).")
        } + [
            .init("not known", "suppliers of which nothing tells where they are."),
            .init("redacted", "payments whose supplier is withheld."),
        ]
    }

    static func circleFigures(_ tally: SpendTally) -> [Figure] {
        Circle.allCases.map { .money(tally.circles[$0] ?? Money(pence: 0)) }
            + [.money(tally.unknown), .money(tally.redacted)]
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

extension Decimal {
    var tenths: Int { NSDecimalNumber(decimal: (self * 10).rounded(to: 0)).intValue }
}
