// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Figures in words")
struct FigureTextTests {
    @Test(
        "each kind has one way to be written",
        arguments: [
            (Figure.count(0), "0"), (.count(999), "999"), (.count(1_000), "1,000"),
            (.count(1_234_567), "1,234,567"), (.ratio(8, of: 13), "62% (8 of 13)"),
            (.ratio(1, of: 200), "1% (1 of 200)"), (.ratio(0, of: 0), "–"),
            (.meanChange(sum: 16, pairs: 12), "+1.3 (n 12)"),
            (.meanChange(sum: -5, pairs: 100), "-0.1 (n 100)"),
            (.meanChange(sum: 4, pairs: 100), "0.0 (n 100)"),
            (.meanChange(sum: 0, pairs: 0), "–"),
            (Figure(.money(pence: -120_450)), "-£1,204.50"),
            (Figure(.money(pence: 100_000_000)), "£1,000,000"), (.suppressed, "[c]"),
            (Figure(.level(3)), "3"),
        ]
    )
    func texts(figure: Figure, text: String) { #expect(figure.text == text) }

    @Test("quarters go back over the turn of the year")
    func quarters() throws {
        let quarter = try #require(Quarter("2026-Q2"))
        #expect(
            quarter.trailing(4).map(\.description) == [
                "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2",
            ]
        )
        for (day, text) in [
            ("2026-03-31", "2025-Q4"), ("2026-04-01", "2026-Q1"), ("2026-12-31", "2026-Q3"),
        ] {
            #expect(Quarter(containing: try #require(PlainDate(day)))?.description == text)
        }
    }
}
