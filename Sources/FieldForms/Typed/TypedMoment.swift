// SPDX-License-Identifier: Apache-2.0

package import FieldModel
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
                return instant(date, time)
            }
        }
        return nil
    }

    /// Milliseconds east of Greenwich, here and at that moment.
    fileprivate static func offset(at milliseconds: Int64) -> Int64 {
        let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return Int64(TimeZone.current.secondsFromGMT(for: moment)) * 1_000
    }

    private static func instant(_ date: PlainDate, _ time: TimeOfDay) -> Instant {
        let wall = date.daysSince1970 * 86_400_000 + time.milliseconds
        // The offset is that of the moment, which is known by the offset: twice comes to rest.
        var offset: Int64 = 0
        for _ in 0..<2 { offset = Self.offset(at: wall - offset) }
        return Instant(milliseconds: wall - offset)
    }
}

extension Instant {
    /// As the clock on the wall of this machine showed it, to the minute: `2026-11-03 09:30`.
    package var onTheWall: String {
        String(asUTCOnTheWall.description.prefix(16)).replacing("T", with: " ")
    }

    /// The moment at which a clock in UTC shows what the one on the wall of this machine showed.
    package var asUTCOnTheWall: Instant {
        adding(seconds: TypedMoment.offset(at: milliseconds) / 1_000)
    }
}
