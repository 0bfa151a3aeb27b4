// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Which sign parts pounds from pence.
package enum AmountStyle: String, Codable, Sendable, CaseIterable {
    /// `1,234.50`
    case point
    /// `1.234,50`
    case comma
}

/// One amount as it is written, before it is known what its signs mean.
///
/// `1,234.50` says by itself which style it is in; `1.234` could be a thousand pounds or one pound
/// and a mistake, and is left to the rest of the file or to the mapping.
package struct AmountText: Hashable, Sendable {
    private let isNegative: Bool
    /// Digits, points and commas.
    private let body: String

    /// Nil for what is no amount in any style.
    package init?(_ text: String) {
        var rest = Substring(text.filter { !$0.isWhitespace && $0 != "'" })
        var signs = 0
        if rest.hasPrefix("("), rest.hasSuffix(")") {
            rest = rest.dropFirst().dropLast()
            signs += 1
        }
        for _ in 0..<3 {
            if let sign = rest.first, "-−–".contains(sign) {
                rest = rest.dropFirst()
                signs += 1
            }
            for currency in ["£", "GBP"] where rest.uppercased().hasPrefix(currency) {
                rest = rest.dropFirst(currency.count)
            }
        }
        if rest.uppercased().hasSuffix("GBP") { rest = rest.dropLast(3) }
        if let sign = rest.last, "-−–".contains(sign) {
            rest = rest.dropLast()
            signs += 1
        } else if rest.uppercased().hasSuffix("CR") {
            rest = rest.dropLast(2)
            signs += 1
        }
        guard signs < 2, !rest.isEmpty, rest.utf8.count <= 24,
            rest.utf8.contains(where: { (48...57).contains($0) }),
            rest.utf8.allSatisfy({ (48...57).contains($0) || $0 == 44 || $0 == 46 })
        else { return nil }
        (isNegative, body) = (signs == 1, String(rest))
    }

    /// The styles in which it can be read.
    package var styles: [AmountStyle] { AmountStyle.allCases.filter { money($0) != nil } }

    /// True for `1.234` alone, which is thousands, or pounds with a digit too many.
    ///
    /// A comma in its place is what English ledgers write for thousands.
    private var isUnclear: Bool {
        let parts = body.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 2 && (1...3).contains(parts[0].count) && parts[1].count == 3
            && !body.utf8.contains(UInt8(ascii: ","))
    }

    /// The one amount that it is in every style in which it can be read; nil where they differ, or
    /// nobody can tell.
    package var certain: Money? {
        guard !isUnclear else { return nil }
        let read = Set(AmountStyle.allCases.compactMap(money))
        return read.count == 1 ? read.first : nil
    }

    /// The style that it shows; nil where it could be either, or means the same in both.
    package var shown: AmountStyle? { styles.count == 1 && !isUnclear ? styles.first : nil }

    /// Nil where it is no amount in this style.
    ///
    /// Pence are two digits or none, or one as Excel leaves `1234.5`; groups of a thousand have
    /// three.
    package func money(_ style: AmountStyle) -> Money? {
        let (separator, group): (Character, Character) =
            style == .point ? (".", ",") : (",", ".")
        let halves = body.split(separator: separator, omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = halves.first else { return nil }
        let groups = whole.split(separator: group, omittingEmptySubsequences: false)
        guard
            groups.count == 1
                || (1...3).contains(groups[0].count)
                    && groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        let fraction = halves.count == 2 ? halves[1] : ""
        guard let pence = Self.pence(of: fraction) else { return nil }
        let digits = groups.joined()
        guard let pounds = Int64(digits.isEmpty ? "0" : digits) else { return nil }
        let (hundreds, isTooLarge) = pounds.multipliedReportingOverflow(by: 100)
        guard !isTooLarge, hundreds <= Self.penceMax else { return nil }
        let amount = hundreds + pence
        return Money(pence: isNegative ? -amount : amount)
    }

    /// Ten thousand million pounds: more than any payment, and sums of a million rows fit.
    private static let penceMax: Int64 = 1_000_000_000_000

    /// Programs write `12.500000`: noughts behind the pence are no fraction of a penny.
    private static func pence(of fraction: Substring) -> Int64? {
        guard fraction.allSatisfy(\.isNumber) else { return nil }
        let trimmed = fraction.count > 3 ? fraction.prefix(2) : fraction
        guard fraction.dropFirst(trimmed.count).allSatisfy({ $0 == "0" }) else { return nil }
        switch trimmed.count {
        case 0: return 0
        case 1: return Int64(trimmed).map { $0 * 10 }
        case 2: return Int64(trimmed)
        default: return nil
        }
    }
}
