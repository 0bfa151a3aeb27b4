// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend
import Seeds
import Testing

@Suite("Amounts as ledgers write them")
struct AmountTests {
    @Test(
        "each is what a finance officer means by it",
        arguments: [
            ("(1,234.50)", -123_450), ("£1.234,50", 123_450), ("£1,234.50", 123_450),
            ("1234.5", 123_450), ("1234", 123_400), ("-12.00", -1_200), ("£-12.00", -1_200),
            ("-£12.00", -1_200), ("12.00-", -1_200), ("12.00CR", -1_200), ("GBP 5.00", 500),
            ("1,234,567.89", 123_456_789), ("12.500000", 1_250), ("0.00", 0), (".50", 50),
            ("1 234.50", 123_450), ("−7.25", -725),
        ] as [(String, Int64)]
    )
    func certain(_ text: String, _ pence: Int64) {
        #expect(AmountText(text)?.certain?.pence == pence, "\(text)")
    }

    @Test(
        "what could be two amounts is left to the file or the mapping",
        arguments: [("1.234", 123_400), ("12.345", 1_234_500)]
            as [(String, Int64)]
    )
    func unclear(_ text: String, _ thousands: Int64) throws {
        let amount = try #require(AmountText(text))
        #expect(amount.certain == nil && amount.shown == nil)
        #expect(amount.money(.comma)?.pence == thousands)
        #expect(amount.money(.point) == nil)
    }

    @Test(
        "what is no amount is none",
        arguments: [
            "", "£", "-", "abc", "1.2.3", "1,23,456.00", "--5", "(-5.00)", "5.005", "1e5",
            "12,34,5",
            "99999999999999999999", "1.234.5", "£12.00 approx", "()", "NaN", "½",
        ]
    )
    func none(_ text: String) {
        #expect(AmountText(text)?.certain == nil, "\(text)")
        #expect(AmountText(text)?.money(.point) == nil, "\(text)")
    }

    @Test("any amount that is written in a style is read back in it, and never as another in both")
    func written() throws {
        var random = SeededRandom(seed: 20_261_129)
        for _ in 0..<20_000 {
            let pence = Int64.random(in: -99_999_999_999...99_999_999_999, using: &random)
            for style in AmountStyle.allCases {
                let text = words(pence, style, isBracketed: Bool.random(using: &random))
                let amount = try #require(AmountText(text), "\(text)")
                #expect(amount.money(style)?.pence == pence, "\(text) in \(style)")
                if let certain = amount.certain { #expect(certain.pence == pence, "\(text)") }
            }
        }
    }

    private func words(_ pence: Int64, _ style: AmountStyle, isBracketed: Bool) -> String {
        let (separator, group) = style == .point ? (".", ",") : (",", ".")
        var (digits, groups) = (String(pence.magnitude / 100), [String]())
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        let cents = pence.magnitude % 100
        let body =
            ([digits] + groups).joined(separator: group) + separator
            + (cents < 10 ? "0" : "") + "\(cents)"
        guard pence < 0 else { return "£" + body }
        return isBracketed ? "(\(body))" : "-\(body)"
    }
}
