// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ExpressionFunction {
    static func dates(
        _ name: String,
        _ values: [ExpressionValue],
        _ context: ExpressionContext
    ) -> ExpressionValue {
        switch name {
        case "today": return .date(Double(context.world.today.daysSince1970))
        case "now": return .moment(Double(context.world.now.milliseconds) / 86_400_000)
        case "decimal-time": return .number(timeOfDay(values[0], context.world.wall))
        default: break
        }
        let value = context.world.wall.reading(values[0])
        let days = value.number
        let onWall = context.world.wall.days(value)
        guard days.isFinite else { return name == "decimal-date-time" ? .number(days) : .text("") }
        return switch name {
        case "date": .date(onWall.rounded(.down))
        case "date-time": .moment(days)
        case "decimal-date-time": .number(days)
        default: .text(format(onWall, values[1].string))
        }
    }

    /// The part of the day that has passed, from 0 to just below 1.
    private static func timeOfDay(_ value: ExpressionValue, _ wall: WallClock) -> Double {
        // `12:00:00.000+01:00` is twelve on the wall: the offset says where that hung.
        let text = value.string
        let wallTime = text.firstMatch(of: #/^([0-9:.]+)(?:Z|[+-][0-9]{2}:?[0-9]{2})$/#)?.1
        if let time = TimeOfDay(wallTime.map(String.init) ?? text) {
            return Double(time.milliseconds) / 86_400_000
        }
        let days = wall.days(wall.reading(value))
        return days - days.rounded(.down)
    }

    /// Letters after `%` stand for parts of the moment on the wall; all else stays as it is.
    private static func format(_ days: Double, _ format: String) -> String {
        guard let instant = ExpressionValue.instant(days: days) else { return "" }
        var text = ""
        var letters = format.makeIterator()
        while let letter = letters.next() {
            guard letter == "%" else {
                text.append(letter)
                continue
            }
            text += letters.next().map { part($0, instant) } ?? "%"
        }
        return text
    }

    private static func part(_ letter: Character, _ instant: Instant) -> String {
        let date = instant.date
        switch letter {
        case "Y": return pad(date.year, 4)
        case "y": return pad(date.year % 100, 2)
        case "m": return pad(date.month, 2)
        case "n": return "\(date.month)"
        case "b": return String(date.monthName.prefix(3))
        case "B": return date.monthName
        case "d": return pad(date.day, 2)
        case "e": return "\(date.day)"
        case "a", "A":
            let day = date.weekdayName
            return letter == "A" ? day : String(day.prefix(3))
        case "W": return pad(week(of: date), 2)
        case "%": return "%"
        default: return time(letter, instant) ?? "%\(letter)"
        }
    }

    private static func time(_ letter: Character, _ instant: Instant) -> String? {
        let inDay = Int((instant.milliseconds % 86_400_000 + 86_400_000) % 86_400_000)
        return switch letter {
        case "H": pad(inDay / 3_600_000, 2)
        case "h": "\(inDay / 3_600_000)"
        case "M": pad(inDay / 60_000 % 60, 2)
        case "S": pad(inDay / 1000 % 60, 2)
        case "3": pad(inDay % 1000, 3)
        default: nil
        }
    }

    /// ISO 8601: the week of a day is that of its Thursday, counted within the Thursday's year.
    private static func week(of date: PlainDate) -> Int {
        let weekday = (date.daysSince1970 % 7 + 10) % 7
        let thursday = date.adding(days: 3 - weekday)
        let first = PlainDate(year: thursday.year, month: 1, day: 1) ?? thursday
        return Int((thursday.daysSince1970 - first.daysSince1970) / 7) + 1
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
