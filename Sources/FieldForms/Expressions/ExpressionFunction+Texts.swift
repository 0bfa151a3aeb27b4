// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

extension ExpressionFunction {
    static func texts(_ name: String, _ values: [ExpressionValue]) -> ExpressionValue {
        let first = values[0].string
        let second = values.dropFirst().first?.string ?? ""
        switch name {
        case "contains": return .boolean(second.isEmpty || first.contains(second))
        case "starts-with": return .boolean(first.hasPrefix(second))
        case "ends-with": return .boolean(first.hasSuffix(second))
        case "regex": return .boolean((try? Pattern(second))?.matches(first) ?? false)
        case "selected-at": return .text(selected(at: values[1].number, of: values[0]))
        case "substr":
            let end = values.count > 2 ? values[2].number : .infinity
            return .text(part(of: first, values[1].number, end))
        case "translate": return .text(translate(first, second, values[2].string))
        case "digest":
            let isHex = values.count > 2 && values[2].string.lowercased() == "hex"
            return .text(digest(first, algorithm: second, isHex: isHex))
        default: return .text(changed(name, first, second))
        }
    }

    private static func changed(_ name: String, _ first: String, _ second: String) -> String {
        switch name {
        case "string": first
        case "normalize-space": first.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        case "lower-case": first.lowercased()
        case "upper-case": first.uppercased()
        case "substring-before":
            second.isEmpty
                ? "" : first.range(of: second).map { String(first[..<$0.lowerBound]) } ?? ""
        case "substring-after":
            second.isEmpty
                ? first : first.range(of: second).map { String(first[$0.upperBound...]) } ?? ""
        case "base64-decode":
            Data(base64Encoded: first).flatMap { String(data: $0, encoding: .utf8) } ?? ""
        default: ""
        }
    }

    /// The first name is at 0.
    private static func selected(at index: Double, of value: ExpressionValue) -> String {
        let words = value.words
        guard index >= 0, index < Double(words.count) else { return "" }
        return String(words[Int(index)])
    }

    /// From 0 up to the end, which is left out; below 0 both count from the end of the text.
    private static func part(of text: String, _ start: Double, _ end: Double) -> String {
        let count = Double(text.count)
        let bound = { (place: Double) -> Int in
            guard !place.isNaN else { return 0 }
            return Int(min(max(place < 0 ? count + place : place, 0), count))
        }
        let (start, end) = (bound(start), bound(end))
        return start < end ? String(text.dropFirst(start).prefix(end - start)) : ""
    }

    /// Each letter of `from` becomes the one at the same place in `to`, or nothing.
    private static func translate(_ text: String, _ from: String, _ to: String) -> String {
        let to = Array(to)
        let letters = Dictionary(
            from.enumerated().map { ($1, $0 < to.count ? String(to[$0]) : "") },
            uniquingKeysWith: { first, _ in first }
        )
        return text.map { letters[$0] ?? String($0) }.joined()
    }

    private static func digest(_ text: String, algorithm: String, isHex: Bool) -> String {
        guard algorithm.uppercased() == "SHA-256" else { return "" }
        let hash = Hash(of: Data(text.utf8))
        return isHex ? hash.description : Data(hash.bytes).base64EncodedString()
    }
}
