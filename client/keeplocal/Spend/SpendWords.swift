// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalSpend

extension LedgerReading.Period {
    /// "2025-04-01 to 2026-03-31".
    var words: String {
        switch (from, to) {
        case (let from?, let to?): "\(from) to \(to)"
        case (let from?, nil): "from \(from)"
        case (nil, let to?): "until \(to)"
        case (nil, nil): "any day"
        }
    }
}

extension Money {
    /// To the penny, and without pence where there are none: "£45,000,000", "£1,234.50".
    var grouped: String {
        let rest = pence.magnitude % 100
        return (pence < 0 ? "-" : "") + "£" + Self.grouped(pence.magnitude / 100)
            + (rest == 0 ? "" : ".\(rest < 10 ? "0" : "")\(rest)")
    }

    private static func grouped(_ whole: UInt64) -> String {
        var (digits, groups) = (String(whole), [String]())
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// Reads what a person types: `45000000`, `£1,234.50`, `45m`.
    ///
    /// - Throws: `Failure` for anything else.
    static func typed(_ text: String) throws -> Money {
        let small = text.lowercased()
        if small.hasSuffix("m"), let number = Decimal(plain: String(small.dropLast())),
            number <= 1_000_000
        {
            return Money(rounding: number * 100_000_000)
        }
        guard let money = AmountText(text)?.money(.point) else {
            throw Failure(usage: "'\(text)' is no amount. Write such as 1234.50 or 45m.")
        }
        return money
    }
}

extension Share {
    /// "47.0 %"; a dash where there is nothing to take a part of, and a mark where it cannot be.
    var words: String { (percent.map { "\($0.shown) %" } ?? "–") + (isImpossible ? " !" : "") }

    /// What is said beside one that cannot be; nil of any other.
    var remark: String? {
        guard isImpossible else { return nil }
        return "\(numerator.grouped) local of \(denominator.grouped) counted is no share"
            + " that can be: credit notes, which are below nought, are among the payments. It is"
            + " drawn in no line, and compared with nothing."
    }

    var json: JSON {
        [
            "numerator": .integer(numerator.pence), "denominator": .integer(denominator.pence),
            "percent": percent.map { .decimal($0.rounded(to: 1)) } ?? .null,
            "impossible": .boolean(isImpossible),
        ]
    }
}

extension FinancialYear {
    /// - Throws: `Failure` for anything but a year such as 2025/26.
    static func typed(_ text: String) throws -> FinancialYear {
        guard let year = FinancialYear(text) else {
            throw Failure(usage: "'\(text)' is no financial year. Write it such as 2025/26.")
        }
        return year
    }
}

extension Decimal {
    /// - Throws: `Failure` for anything but 0 to 100.
    static func typedPercent(_ text: String) throws -> Decimal {
        guard let number = Decimal(plain: text), number <= 100 else {
            throw Failure(usage: "'\(text)' is no percentage. Write 0 to 100, such as 49.6.")
        }
        return number
    }
}
