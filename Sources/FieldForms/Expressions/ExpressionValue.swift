// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// What an expression gives, with XPath's conversions; a missing answer is the empty text.
package enum ExpressionValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// Days since 1970.
    case date(Double)
    /// Days since 1970 in UTC; the fraction is the time of day.
    case moment(Double)
    case nodes([ExpressionValue])

    package init(_ value: FieldValue?) {
        switch value {
        case .none: self = .text("")
        case .text(let text), .choice(let text): self = .text(text)
        case .integer(let number): self = .number(Double(number))
        case .decimal(let number): self = .number(NSDecimalNumber(decimal: number).doubleValue)
        case .boolean(let flag): self = .boolean(flag)
        case .date(let date): self = .date(Double(date.daysSince1970))
        case .time(let time): self = .text(time.description)
        case .instant(let instant): self = .moment(Double(instant.milliseconds) / 86_400_000)
        case .choices(let names): self = .text(names.joined(separator: " "))
        case .geopoint(let point): self = .text(Self.text(of: point))
        case .money(let money): self = .number(Double(money.pence))
        case .blob(let blob): self = .text(blob.sha256.description)
        // On another scale it is no answer to anything that is asked now.
        case .scaled: self = .text("")
        }
    }

    private static func text(of point: GeoPoint) -> String {
        [point.latitude, point.longitude, point.altitude, point.accuracy].compactMap { $0 }
            .map { "\($0)" }.joined(separator: " ")
    }

    package var isTrue: Bool {
        switch self {
        case .number(let value): value != 0 && !value.isNaN
        case .text(let value): !value.isEmpty
        case .boolean(let value): value
        case .date, .moment: true
        case .nodes(let values): !values.isEmpty
        }
    }

    package var number: Double {
        switch self {
        case .number(let value), .date(let value), .moment(let value): value
        case .boolean(let value): value ? 1 : 0
        case .text(let value): Self.number(in: value)
        case .nodes(let values): values.first?.number ?? .nan
        }
    }

    /// A number, or the day or moment that the text is.
    private static func number(in text: String) -> Double {
        guard let first = text.utf8.first else { return .nan }
        guard first < 58 || first == 0x20 else { return .nan }
        if let date = PlainDate(text) { return Double(date.daysSince1970) }
        if let instant = Instant(text) { return Double(instant.milliseconds) / 86_400_000 }
        let digits = text.trimmed
        // `Double` reads hexadecimal and exponents as well, which nobody means here.
        guard digits.utf8.allSatisfy({ $0 < 58 }) else { return .nan }
        return Double(digits) ?? .nan
    }

    /// What is compared by size: the number, and of a time of day the part of the day that is over.
    var size: Double {
        let number = number
        guard number.isNaN, let time = TimeOfDay(string) else { return number }
        return Double(time.milliseconds) / 86_400_000
    }

    package var string: String {
        switch self {
        case .number(let value): Self.text(of: value)
        case .text(let value): value
        case .boolean(let value): value ? "true" : "false"
        case .date(let value):
            value.isFinite
                ? PlainDate(daysSince1970: Int64(clamping: value.rounded(.down))).description : ""
        case .moment(let value): Self.instant(days: value)?.description ?? ""
        case .nodes(let values): values.first?.string ?? ""
        }
    }

    /// The instant so many days after 1970 began; nil far outside of the calendar.
    static func instant(days: Double) -> Instant? {
        guard days.isFinite, abs(days) < 3_000_000 else { return nil }
        return Instant(milliseconds: Int64((days * 86_400_000).rounded()))
    }

    /// What the value says where yes or no is meant, in any of the words that people write for it;
    /// nil for a missing answer and for any other text.
    var flag: Bool? {
        guard case .text(let text) = self else { return isTrue }
        return Self.flag(text)
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        // What an acknowledgement is in other programs of the field.
        case "yes", "y", "true", "1", "ok": true
        case "no", "n", "false", "0": false
        default: nil
        }
    }

    /// Digits without an exponent, as XPath writes numbers; empty for what is no number, which is
    /// no answer.
    private static func text(of value: Double) -> String {
        guard value.isFinite else {
            return value.isNaN ? "" : value < 0 ? "-Infinity" : "Infinity"
        }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        let text = "\(value)"
        guard text.utf8.contains(UInt8(ascii: "e")),
            let plain = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { return text }
        return plain.isNaN ? text : plain.description
    }

    var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .number(let value): value.isNaN
        case .boolean: false
        case .date, .moment, .nodes: string.isEmpty
        }
    }

    var isBoolean: Bool { if case .boolean = self { true } else { false } }
    var isDate: Bool {
        switch self {
        case .date, .moment: true
        default: false
        }
    }
    var all: [ExpressionValue] { if case .nodes(let values) = self { values } else { [self] } }
    /// The one value that a set of places stands for: its first, or none.
    var single: ExpressionValue {
        if case .nodes(let values) = self { values.first ?? .text("") } else { self }
    }
    /// The names in a text with spaces between them.
    var words: [Substring] { string.split(whereSeparator: \.isWhitespace) }
}

extension Int64 {
    init(clamping value: Double) {
        self = value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : value.isNaN ? 0 : Int64(value)
    }
}
