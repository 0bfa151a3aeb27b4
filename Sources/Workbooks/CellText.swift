// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How the content of a cell reads.
enum CellText {
    /// Undoes `_x000D_`, as Excel writes characters that XML cannot hold.
    static func decoded(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
            UInt32(match.1, radix: 16).flatMap(UnicodeScalar.init).map { String($0) }
                ?? String(match.0)
        }
    }

    /// A number as Excel shows it when nobody asked for a format: at most fifteen digits.
    static func number(_ text: String) -> String {
        guard let value = Double(text), value.isFinite else { return text }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(format: "%.15g", value)
    }

    /// A moment of Excel's: a day, a time of day where the day is 0, or both.
    static func moment(_ text: String, startsIn1904: Bool) -> String {
        guard let value = Double(text), (0..<2_958_466).contains(value) else {
            return number(text)
        }
        var days = Int(value.rounded(.down))
        var seconds = Int(((value - Double(days)) * 86_400).rounded())
        if seconds == 86_400 { (days, seconds) = (days + 1, 0) }
        let time = String(
            format: "%02d:%02d:%02d",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )
        if days == 0, !startsIn1904 { return time }
        let day = date(days, startsIn1904: startsIn1904)
        return seconds == 0 ? day : "\(day)T\(time)"
    }

    private static func date(_ serial: Int, startsIn1904: Bool) -> String {
        // Excel has a 29 February 1900, as day 60: the days before it are one too few.
        let since1970 = serial + (startsIn1904 ? 1_462 : serial < 60 ? 1 : 0) - 25_569
        let shifted = since1970 + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return String(
            format: "%04d-%02d-%02d",
            yearOfEra + era * 400 + (month >= 10 ? 1 : 0),
            month < 10 ? month + 3 : month - 9,
            dayOfYear - (153 * month + 2) / 5 + 1
        )
    }
}
