// SPDX-License-Identifier: Apache-2.0

/// Numbers in words: the only place where a figure becomes a text.
extension Figure {
    /// `1,204`, `62% (8 of 13)`, `+1.3 (n 12)`, `£1,204.50`; `[c]` for what is not told.
    package var text: String {
        switch value {
        case .count(let number): NumberText.grouped(Int64(number))
        case .level(let number): String(number)
        case .ratio(let part, let whole):
            "\(NumberText.percent(part, of: whole))% (\(part) of \(whole))"
        case .meanChange(let sum, let pairs):
            "\(NumberText.signedTenths(sum, over: pairs)) (n \(pairs))"
        case .money(let pence): NumberText.pounds(pence)
        case .moneyShare(let part, let whole):
            NumberText.tenths(NumberText.permille(part, of: whole)) + "%"
        case .tenths(let number, let unit):
            NumberText.tenths(number) + (unit.isEmpty || unit == "%" ? unit : " \(unit)")
        case .median(let doubled, let count): "\(NumberText.tenths(doubled * 5)) (n \(count))"
        case .words(let words): words
        case .none: "–"
        case .suppressed: "[c]"
        }
    }

    /// The same without what stands in brackets, for a place as small as a tile: `62%`.
    package var short: String {
        switch value {
        case .ratio(let part, let whole): "\(NumberText.percent(part, of: whole))%"
        case .meanChange(let sum, let pairs): NumberText.signedTenths(sum, over: pairs)
        case .median(let doubled, _): NumberText.tenths(doubled * 5)
        case .count, .level, .money, .moneyShare, .tenths, .words, .none, .suppressed: text
        }
    }

    /// The length of a bar: nil where there is none to draw.
    package var magnitude: Double? {
        switch value {
        case .count(let number), .level(let number): Double(number)
        case .ratio(let part, let whole): whole > 0 ? 100 * Double(part) / Double(whole) : nil
        case .meanChange(let sum, let pairs): pairs > 0 ? Double(sum) / Double(pairs) : nil
        case .money(let pence): Double(pence) / 100
        case .moneyShare(let part, let whole):
            whole > 0 ? 100 * Double(part) / Double(whole) : nil
        case .tenths(let number, _): Double(number) / 10
        case .median(let doubled, _): Double(doubled) / 2
        case .words, .none, .suppressed: nil
        }
    }
}

/// Whole numbers and parts of them, rounded half away from zero, without floating point.
package enum NumberText {
    package static func grouped(_ number: Int64) -> String {
        var digits = Array(String(number.magnitude).reversed())
        for place in stride(from: 3, to: digits.count + (digits.count - 1) / 3, by: 4)
        where place < digits.count { digits.insert(",", at: place) }
        return (number < 0 ? "-" : "") + String(digits.reversed())
    }

    package static func percent(_ part: Int, of whole: Int) -> Int {
        guard whole > 0 else { return 0 }
        return (200 * part + whole) / (2 * whole)
    }

    /// `47.0`, `-0.4`.
    package static func tenths(_ number: Int) -> String {
        let (whole, part) = number.magnitude.quotientAndRemainder(dividingBy: 10)
        return (number < 0 ? "-" : "") + "\(whole).\(part)"
    }

    /// Thousandths, half away from zero, in twice the width so that no sum is too large.
    static func permille(_ part: Int64, of whole: Int64) -> Int {
        guard whole > 0 else { return 0 }
        let scaled = part.magnitude.multipliedFullWidth(by: 1_000)
        guard scaled.high < whole.magnitude else { return part < 0 ? .min : .max }
        let (number, rest) = whole.magnitude.dividingFullWidth(scaled)
        let rounded = Int(clamping: number) + (rest >= whole.magnitude - rest ? 1 : 0)
        return part < 0 ? -rounded : rounded
    }

    /// `+1.3`, `-0.4`, `0.0`.
    package static func signedTenths(_ sum: Int64, over count: Int) -> String {
        guard count > 0 else { return "–" }
        let (scaled, count) = (sum.magnitude.multipliedReportingOverflow(by: 20), UInt64(count))
        let tenths =
            scaled.overflow
            ? sum.magnitude / count * 10
            : (scaled.partialValue + count) / (2 * count)
        let sign = tenths == 0 ? "" : sum < 0 ? "-" : "+"
        return sign + "\(tenths / 10).\(tenths % 10)"
    }

    /// `£1,204`, and pence only where there are some.
    package static func pounds(_ pence: Int64) -> String {
        let (whole, part) = pence.magnitude.quotientAndRemainder(dividingBy: 100)
        let pounds = grouped(Int64(clamping: whole))
        let rest = part == 0 ? "" : "." + (part < 10 ? "0" : "") + String(part)
        return (pence < 0 ? "-" : "") + "£" + pounds + rest
    }
}
