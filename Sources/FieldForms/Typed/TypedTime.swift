// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A time as people type it: `9:30`, `930`, `9.30`, `2pm`, `2:15 pm`, `09:30:15`.
enum TypedTime {
    static func time(_ text: String) -> TimeOfDay? {
        if let time = TimeOfDay(text) { return time }
        let lower = text.lowercased()
        guard
            let match = lower.wholeMatch(of: #/([0-9]{1,2})(?:[:.]?([0-9]{2}))? ?(am|pm)?/#),
            var hour = Int64(match.1)
        else { return nil }
        // A bare number of one or two digits is an hour only where am or pm says so.
        guard match.2 != nil || match.3 != nil else { return nil }
        let minute = match.2.flatMap { Int64($0) } ?? 0
        if let half = match.3 {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (half == "pm" ? 12 : 0)
        }
        guard hour < 24, minute < 60 else { return nil }
        return TimeOfDay(milliseconds: (hour * 60 + minute) * 60_000)
    }
}
