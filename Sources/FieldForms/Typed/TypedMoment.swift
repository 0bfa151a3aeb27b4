// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// A date and time as people type them: `3/11 2pm`, `yesterday 9:30`, `2026-11-03 09:30`, `now`.
///
/// It is the clock on the wall of this machine, as it stood on that day; RFC 3339 says its zone.
enum TypedMoment {
    static func moment(_ text: String, today: PlainDate) -> Instant? {
        if let instant = Instant(text) { return instant }
        if text.lowercased() == "now" {
            return Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        }
        // The year of a date alone, `3 Nov 2026`, is no time of day.
        guard TypedDate.date(text, today: today) == nil else { return nil }
        let parts = text.replacing(#/([0-9])T([0-9])/#) { "\($0.1) \($0.2)" }
            .split { " ,".contains($0) }.map(String.init)
        // The time may have a blank of its own, `2:15 pm`, and so may the date, `3 days ago`.
        for count in stride(from: parts.count - 1, through: 1, by: -1) {
            let time = parts[count...].joined(separator: " ")
            let date = parts[..<count].joined(separator: " ")
            if let time = TypedTime.time(time), let date = TypedDate.date(date, today: today) {
                return WallClock.here.moment(date, time)
            }
        }
        return nil
    }
}
