// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A date as people type it: `today`, `monday`, `-3d`, `2w ago`, `+3d`, `3/11`, `3.11.2026`,
/// `3 Nov`, ISO.
package enum TypedDate {
    /// As `date`, for what lies ahead: a day of the week is the next one after today.
    package static func coming(_ text: String, today: PlainDate) -> PlainDate? {
        let name = text.lowercased().split(separator: " ")
        guard let last = name.last, name.count == 1 || name.count == 2 && name[0] == "next",
            let wanted = weekday(last)
        else { return date(text, today: today) }
        return today.adding(days: Int64((wanted - today.weekday + 6) % 7 + 1))
    }

    /// - Returns: Nil for what is no date; a day of the week is the last one, today included.
    static func date(_ text: String, today: PlainDate) -> PlainDate? {
        let lower = text.lowercased()
        switch lower {
        case "today": return today
        case "yesterday": return today.adding(days: -1)
        case "tomorrow": return today.adding(days: 1)
        default: break
        }
        let worded = weekday(lower, today) ?? ago(lower, today) ?? named(lower, today)
        if let worded { return worded }
        let separator = separator(in: text)
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        // The year first, with slashes.
        if parts.count == 3, parts[0].count == 4 {
            return PlainDate(parts.map { $0.count == 1 ? "0\($0)" : $0 }.joined(separator: "-"))
        }
        // With dashes a year has four digits: 26-09-01 is the first of September elsewhere.
        guard (2...3).contains(parts.count),
            separator != "-" || parts.count == 3 && parts[2].count == 4
        else { return PlainDate(text) }
        let numbers = parts.compactMap { part in part.allSatisfy(isDigit) ? Int(part) : nil }
        guard numbers.count == parts.count else { return nil }
        guard parts.count == 3 else {
            return PlainDate(year: today.year, month: numbers[1], day: numbers[0])
        }
        let year = parts[2].count == 2 ? year(numbers[2], today) : numbers[2]
        return PlainDate(year: year, month: numbers[1], day: numbers[0])
    }

    private static func separator(in text: some StringProtocol) -> Character {
        text.contains("/") ? "/" : text.contains(".") ? "." : "-"
    }

    /// Of two digits: at most ten years to come, and else of the last century.
    private static func year(_ digits: Int, _ today: PlainDate) -> Int {
        2000 + digits > today.year + 10 ? 1900 + digits : 2000 + digits
    }

    /// Why a text that has the shape of a date is none; nil for any other text, such as a date.
    static func missingDay(in text: String, today: PlainDate) -> String? {
        guard let word = text.split(whereSeparator: { " T".contains($0) }).first else { return nil }
        let separator = separator(in: word)
        let parts = word.split(separator: separator, omittingEmptySubsequences: false)
        let isISO = parts.first?.count == 4
        let numbers = parts.compactMap { $0.count < 5 && $0.allSatisfy(isDigit) ? Int($0) : nil }
        guard numbers.count == parts.count,
            numbers.count == 3 || (numbers.count == 2 && separator != "-")
        else { return nil }
        let (day, month) = (isISO ? numbers[2] : numbers[0], numbers[1])
        let written = isISO ? numbers[0] : numbers.count == 3 ? numbers[2] : today.year
        let year = written < 100 && !isISO ? self.year(written, today) : written
        guard (1...12).contains(month) else {
            return
                "'\(text.prefix(50))' has no month \(month). Write the day first, then the month,"
                + " such as 23/11/2026."
        }
        let last = (28...31).last { PlainDate(year: year, month: month, day: $0) != nil }
        guard let last, !(1...last).contains(day) else { return nil }
        let name = DayNames.months[month - 1]
        return "There is no such day as '\(text.prefix(50))': \(name) \(year) has \(last) days."
            + " Write a date such as 23/11/2026 or 2026-11-23."
    }

    /// `mon`, `monday`, `last monday`: three letters are enough.
    private static func weekday(_ text: String, _ today: PlainDate) -> PlainDate? {
        let isLast = text.hasPrefix("last ")
        guard let wanted = weekday(isLast ? text.dropFirst("last ".count) : text[...]) else {
            return nil
        }
        let back = (today.weekday - wanted + 7) % 7
        return today.adding(days: -Int64(isLast && back == 0 ? 7 : back))
    }

    private static func weekday(_ name: Substring) -> Int? {
        guard name.count >= 3 else { return nil }
        return DayNames.weekdays.firstIndex { $0.lowercased().hasPrefix(name) }.map { $0 + 1 }
    }

    /// `3 Nov`, `3rd November`, `3 Nov 2026`; of this year where none is said.
    private static func named(_ text: String, _ today: PlainDate) -> PlainDate? {
        let shape =
            #/([0-9]{1,2})(?:st|nd|rd|th)?[ -]?(?:of )?([a-z]{3,9})(?:,? |-)?([0-9]{4}|[0-9]{2})?/#
        guard let match = text.wholeMatch(of: shape), let day = Int(match.1),
            let month = DayNames.months.firstIndex(
                where: { $0.lowercased().hasPrefix(match.2) }
            )
        else { return nil }
        let written = match.3.flatMap { Int($0) } ?? today.year
        let year = written < 100 ? year(written, today) : written
        return PlainDate(year: year, month: month + 1, day: day)
    }

    /// `-3d`, `-2w`, `3d ago`, `3 days ago`, `+3d`.
    private static func ago(_ text: String, _ today: PlainDate) -> PlainDate? {
        let match =
            text.wholeMatch(of: #/-([0-9]{1,4}) ?([dw])/#)
            ?? text.wholeMatch(of: #/([0-9]{1,4}) ?([dw])(?:ays?|eeks?)? ago/#)
        if let later = text.wholeMatch(of: #/\+([0-9]{1,4}) ?([dw])/#), let number = Int64(later.1)
        {
            return today.adding(days: number * (later.2 == "w" ? 7 : 1))
        }
        guard let match, let number = Int64(match.1) else { return nil }
        return today.adding(days: -number * (match.2 == "w" ? 7 : 1))
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
