// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How the dates of a file are written.
package enum DateStyle: String, Codable, Sendable, CaseIterable {
    /// `2025-06-03`
    case iso
    /// `03/06/2025` is the third of June.
    case dayFirst = "day-first"
    /// `03/06/2025` is the sixth of March.
    case monthFirst = "month-first"
    /// `03-Jun-25`
    case named
    /// `45811`: days as Excel counts them.
    case excel

    package func date(_ text: String) -> PlainDate? {
        let text = Self.day(of: text)
        switch self {
        case .iso: return PlainDate(String(text.prefix(10)).replacing("/", with: "-"))
        case .dayFirst, .monthFirst:
            guard let parts = Self.parts(of: text), let a = Int(parts[0]), let b = Int(parts[1]),
                parts[0].utf8.count <= 2, parts[1].utf8.count <= 2, let year = Self.year(parts[2])
            else { return nil }
            return self == .dayFirst
                ? PlainDate(year: year, month: b, day: a)
                : PlainDate(year: year, month: a, day: b)
        case .named:
            guard let parts = Self.parts(of: text), let day = Int(parts[0]),
                parts[0].utf8.count <= 2, let month = Self.month(parts[1]),
                let year = Self.year(parts[2])
            else { return nil }
            return PlainDate(year: year, month: month, day: day)
        case .excel:
            // 1900 to 2099; a whole number of days, with or without the time that follows.
            guard let days = Int64(text), (1...73_050).contains(days), days > 60 else { return nil }
            return PlainDate(daysSince1970: days - 25_569)
        }
    }

    /// Without the time that programs write behind it.
    private static func day(of text: String) -> String {
        let parts = text.split(separator: " ")
        // "3 June 2025" has blanks of its own.
        if parts.count == 3, parts[1].contains(where: \.isLetter) {
            return parts.joined(separator: "-")
        }
        guard let day = parts.first else { return "" }
        // A date of Excel with the time of day as its fraction.
        let whole = day.split(separator: ".")
        return whole.count == 2 && whole[0].utf8.count == 5 ? String(whole[0]) : String(day)
    }

    private static func parts(of text: String) -> [Substring]? {
        let parts = text.split(whereSeparator: { "/-.".contains($0) })
        return parts.count == 3 ? parts : nil
    }

    /// Two digits are of this century: no ledger is older.
    private static func year(_ text: Substring) -> Int? {
        guard let number = Int(text), number >= 0 else { return nil }
        switch text.utf8.count {
        case 2: return 2000 + number
        case 4: return number
        default: return nil
        }
    }

    private static func month(_ text: Substring) -> Int? {
        let names = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september",
            "october", "november", "december",
        ]
        let text = text.lowercased()
        guard text.count >= 3, text.allSatisfy(\.isLetter) else { return nil }
        // "Sept" is written as well as "Sep".
        return names.firstIndex { $0.hasPrefix(text) }.map { $0 + 1 }
    }
}
