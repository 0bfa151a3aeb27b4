// SPDX-License-Identifier: Apache-2.0

/// Working days in England: Monday to Friday without bank holidays.
package enum WorkingDays {
    /// The `count`th working day after a day; the day itself where `count` is nothing.
    package static func day(_ count: Int, after date: PlainDate) -> PlainDate {
        var (day, left) = (date, count)
        while left > 0 {
            day = day.adding(days: 1)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    package static func isWorkingDay(_ day: PlainDate) -> Bool {
        day.weekday < 6 && !BankHolidays.england(day.year).contains(day)
    }
}

/// Bank holidays in England and Wales.
///
/// Source: Banking and Financial Dealings Act 1971, schedule 1, and the royal proclamations that
/// moved a day or added one; those up to 2026 are known here. A day that is proclaimed later
/// makes a return due one day later than this says: nobody is told to be late too early.
package enum BankHolidays {
    package static func england(_ year: Int) -> Set<PlainDate> {
        let easter = easterSunday(year)
        var days: Set<PlainDate> = [easter.adding(days: -2), easter.adding(days: 1)]
        for (month, day) in [(1, 1), (12, 25), (12, 26)] {
            guard var date = PlainDate(year: year, month: month, day: day) else { continue }
            // Where it falls on a weekend, the next weekday that is none already.
            while date.weekday > 5 || days.contains(date) { date = date.adding(days: 1) }
            days.insert(date)
        }
        days.formUnion(mondays(year))
        let proclaimed = proclamations[year] ?? Proclaimed()
        return days.subtracting(proclaimed.dropped).union(proclaimed.added)
    }

    /// Early May and spring and summer: the first Monday of May, the last of May and of August.
    private static func mondays(_ year: Int) -> [PlainDate] {
        [(5, 1), (5, 25), (8, 25)].compactMap { month, earliest in
            PlainDate(year: year, month: month, day: earliest).map { first in
                first.adding(days: Int64((8 - first.weekday) % 7))
            }
        }
    }

    /// Algorithm: Meeus, Jones and Butcher, for any year of the Gregorian calendar.
    static func easterSunday(_ year: Int) -> PlainDate {
        let (a, b, c) = (year % 19, year / 100, year % 100)
        let (d, e, f) = (b / 4, b % 4, (b + 8) / 25)
        let g = (b - f + 1) / 3
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        return PlainDate(year: year, month: sum / 31, day: sum % 31 + 1)
            ?? PlainDate(daysSince1970: 0)
    }

    private struct Proclaimed {
        var dropped: Set<PlainDate> = []
        var added: Set<PlainDate> = []
    }

    private static let proclamations: [Int: Proclaimed] = {
        let days = { (texts: [String]) in Set(texts.compactMap { PlainDate($0) }) }
        return [
            2020: Proclaimed(dropped: days(["2020-05-04"]), added: days(["2020-05-08"])),
            2022: Proclaimed(
                dropped: days(["2022-05-30"]),
                added: days(["2022-06-02", "2022-06-03", "2022-09-19"])
            ),
            2023: Proclaimed(added: days(["2023-05-08"])),
        ]
    }()
}

extension PlainDate {
    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        let day = daysSince1970 + 3
        return Int(day - floorDivide(day, 7) * 7) + 1
    }
}
