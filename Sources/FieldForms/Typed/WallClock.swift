// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// The clock on the wall where a form is filled in and read: moments are kept in UTC, and people
/// mean what that clock showed.
package struct WallClock: Sendable {
    /// Milliseconds east of Greenwich, at a moment in milliseconds.
    private let offset: @Sendable (Int64) -> Int64

    package init(offset: @escaping @Sendable (Int64) -> Int64) { self.offset = offset }

    /// That of this machine.
    package static let here = WallClock { milliseconds in
        let moment = Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
        return Int64(TimeZone.current.secondsFromGMT(for: moment)) * 1_000
    }

    package static let utc = WallClock { _ in 0 }

    /// What it shows at a moment, as if that were UTC.
    func shown(_ instant: Instant) -> Instant {
        let milliseconds = instant.milliseconds
        return Instant(milliseconds: milliseconds &+ offset(milliseconds))
    }

    /// To the minute: `2026-11-03 09:30`.
    func text(_ instant: Instant) -> String {
        String(shown(instant).description.prefix(16)).replacing("T", with: " ")
    }

    /// The moment at which it showed a date and a time.
    func moment(_ date: PlainDate, _ time: TimeOfDay) -> Instant {
        let wall = date.daysSince1970 * 86_400_000 + time.milliseconds
        // The offset is that of the moment, which is known by the offset: twice comes to rest.
        var east: Int64 = 0
        for _ in 0..<2 { east = offset(wall - east) }
        return Instant(milliseconds: wall - east)
    }

    /// The moment of a text with a day and a time; by this clock, where the text has no zone.
    func moment(_ text: String) -> Instant? {
        if let instant = Instant(text) { return instant }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let date = PlainDate(parts[0]), let time = TimeOfDay(parts[1])
        else { return nil }
        return moment(date, time)
    }

    /// A text that says a day and a time as the moment that it is; anything else as it is.
    func reading(_ value: ExpressionValue) -> ExpressionValue {
        guard case .text(let text) = value.single, let instant = moment(text) else { return value }
        return .moment(Double(instant.milliseconds) / 86_400_000)
    }

    /// The days since 1970 that it counts at a value that is a moment; what is a date, a number or
    /// anything else is what it is.
    func days(_ value: ExpressionValue) -> Double {
        let instant: Instant? =
            switch value {
            case .moment(let days): ExpressionValue.instant(days: days)
            case .text(let text): Instant(text)
            default: nil
            }
        return instant.map { Double(shown($0).milliseconds) / 86_400_000 } ?? value.number
    }
}

extension Instant {
    /// As the clock on the wall of this machine showed it, to the minute: `2026-11-03 09:30`.
    package var onTheWall: String { WallClock.here.text(self) }
}
