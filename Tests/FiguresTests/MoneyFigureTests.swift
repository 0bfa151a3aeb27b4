// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("Shares of money, and middles")
struct MoneyFigureTests {
    @Test(
        "a share is told to a tenth, half away from nought, however large the sums",
        arguments: [
            (470, 1_000, "47.0%"), (19_600_000_000, 47_400_000_000, "41.4%"), (1, 2_000, "0.1%"),
            (-1, 2_000, "-0.1%"), (1, 2_001, "0.0%"), (0, 5, "0.0%"), (5, 5, "100.0%"),
            (3, 0, "–"), (4_000_000_000_000_000_000, 8_000_000_000_000_000_000, "50.0%"),
        ] as [(Int64, Int64, String)]
    )
    func shares(part: Int64, whole: Int64, text: String) {
        #expect(Figure.share(Money(pence: part), of: Money(pence: whole)).text == text)
    }

    @Test("the middle of numbers in any order, between two of them where they are even")
    func median() {
        #expect(Figure.median([9, 1, 4]).text == "4.0 (n 3)")
        #expect(Figure.median([4, 9, 1, 2]).text == "3.0 (n 4)")
        #expect(Figure.median([1, 2]).text == "1.5 (n 2)")
        #expect(Figure.median([]).text == "–")
        #expect(Figure(.tenths(26, unit: "points")).text == "2.6 points")
        #expect(Figure(.tenths(-4, unit: "%")).text == "-0.4%")
    }
}
