// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("Working days in England")
struct WorkingDayTests {
    /// As published by the government for England and Wales.
    private static let published: [Int: [String]] = [
        2020: [
            "01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28",
        ],
        2021: [
            "01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28",
        ],
        2022: [
            "01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26",
            "12-27",
        ],
        2023: [
            "01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26",
        ],
        2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
        2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
        2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
        2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    ]

    @Test("the bank holidays are those that were published", arguments: 2020...2027)
    func holidays(_ year: Int) throws {
        let expected = try #require(Self.published[year]).map { known(PlainDate("\(year)-\($0)")) }
        #expect(BankHolidays.england(year).sorted() == expected)
    }

    @Test(
        "a return is due on the fifteenth working day after its quarter",
        arguments: [
            ("2025-Q1", "2025-07-21"), ("2025-Q2", "2025-10-21"), ("2025-Q3", "2026-01-22"),
            ("2025-Q4", "2026-04-23"), ("2026-Q1", "2026-07-21"), ("2026-Q4", "2027-04-21"),
        ]
    )
    func due(_ quarter: String, _ day: String) {
        let calendar = ReturnCalendar(starts: nil, ends: nil)
        #expect(calendar.due(known(ReturnPeriod(quarter))) == known(PlainDate(day)))
    }

    @Test("weekdays agree with the calendar")
    func weekdays() {
        #expect(known(PlainDate("1970-01-01")).weekday == 4)
        #expect(known(PlainDate("2026-11-29")).weekday == 7)
        #expect(known(PlainDate("1969-12-29")).weekday == 1)
    }

    @Test("a day is in the quarter that has it")
    func quarters() {
        var day = known(PlainDate("2024-01-01"))
        for _ in 0..<1_500 {
            let quarter = Quarter(containing: day)
            #expect(quarter.contains(day) && Quarter(quarter.description) == quarter)
            day = day.adding(days: 1)
        }
    }
}
