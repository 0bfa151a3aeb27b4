// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// What an expression gives, with XPath's conversions; a missing answer is the empty text.
package enum ExpressionValue: Hashable, Sendable {
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// Days since 1970; a fraction is the time of day.
    case date(Double)
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
        case .instant(let instant): self = .date(Double(instant.milliseconds) / 86_400_000)
        case .choices(let names): self = .text(names.joined(separator: " "))
        case .geopoint(let point): self = .text("\(point.latitude) \(point.longitude)")
        case .money(let money): self = .number(Double(money.pence))
        case .blob(let blob): self = .text(blob.sha256.description)
        // On another scale it is no answer to anything that is asked now.
        case .scaled: self = .text("")
        }
    }

    package var isTrue: Bool {
        switch self {
        case .number(let value): value != 0 && !value.isNaN
        case .text(let value): !value.isEmpty
        case .boolean(let value): value
        case .date: true
        case .nodes(let values): !values.isEmpty
        }
    }

    package var number: Double {
        switch self {
        case .number(let value), .date(let value): value
        case .boolean(let value): value ? 1 : 0
        case .text(let value):
            PlainDate(value).map { Double($0.daysSince1970) }
                ?? Double(value.trimmingCharacters(in: .whitespaces)) ?? .nan
        case .nodes(let values): values.first?.number ?? .nan
        }
    }

    package var string: String {
        switch self {
        case .number(let value): Self.text(of: value)
        case .text(let value): value
        case .boolean(let value): value ? "true" : "false"
        case .date(let value):
            value.isFinite
                ? PlainDate(daysSince1970: Int64(clamping: value.rounded(.down))).description : ""
        case .nodes(let values): values.first?.string ?? ""
        }
    }

    /// What the value says where yes or no is meant, in any of the words that people write for it;
    /// nil for a missing answer and for any other text.
    var flag: Bool? {
        guard case .text(let text) = self else { return isTrue }
        return Self.flag(text)
    }

    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "y", "true", "1": true
        case "no", "n", "false", "0": false
        default: nil
        }
    }

    private static func text(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "" : "\(value)" }
        guard value == value.rounded(), abs(value) < 1e15 else { return "\(value)" }
        return String(Int64(value))
    }

    var isEmpty: Bool { string.isEmpty }
    var isBoolean: Bool { if case .boolean = self { true } else { false } }
    var isDate: Bool { if case .date = self { true } else { false } }
    var all: [ExpressionValue] { if case .nodes(let values) = self { values } else { [self] } }
}

extension Int64 {
    init(clamping value: Double) {
        self = value >= 9.2e18 ? .max : value <= -9.2e18 ? .min : value.isNaN ? 0 : Int64(value)
    }
}
