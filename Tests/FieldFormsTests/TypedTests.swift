// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import FieldForms

@Suite("Dates and times as people type them")
struct TypedTests {
    /// A Monday.
    private static let today = "2026-11-23"

    @Test(
        "a date is read",
        arguments: [
            ("today", "2026-11-23"), ("Yesterday", "2026-11-22"), ("monday", "2026-11-23"),
            ("last monday", "2026-11-16"), ("sun", "2026-11-22"), ("Tuesday", "2026-11-17"),
            ("-3d", "2026-11-20"), ("-2w", "2026-11-09"), ("3 days ago", "2026-11-20"),
            ("1w ago", "2026-11-16"), ("3/11", "2026-11-03"), ("3/11/25", "2025-11-03"),
            ("2026-02-28", "2026-02-28"), ("tomorrow", "2026-11-24"), ("+3d", "2026-11-26"),
            ("+1w", "2026-11-30"), ("3 Nov", "2026-11-03"), ("3rd november 2025", "2025-11-03"),
            ("1/1/99", "1999-01-01"), ("1/1/36", "2036-01-01"), ("3 Nov 61", "1961-11-03"),
            ("3nov25", "2025-11-03"), ("3.11", "2026-11-03"), ("03.11.2026", "2026-11-03"),
            ("2026/9/1", "2026-09-01"), ("1-9-2026", "2026-09-01"), ("3-11-2026", "2026-11-03"),
            ("1st of July", "2026-07-01"), ("14th of july 2025", "2025-07-14"),
        ]
    )
    func dates(_ typed: String, _ expected: String) throws {
        let today = try #require(PlainDate(Self.today))
        #expect(TypedDate.date(typed, today: today)?.description == expected)
    }

    @Test(
        "a day of the week that lies ahead is the next one after today",
        arguments: [
            ("friday", "2026-11-27"), ("next tue", "2026-11-24"), ("Monday", "2026-11-30"),
            ("sunday", "2026-11-29"), ("+2w", "2026-12-07"), ("4/12", "2026-12-04"),
            ("last friday", "2026-11-20"),
        ]
    )
    func coming(_ typed: String, _ expected: String) throws {
        let today = try #require(PlainDate(Self.today))
        #expect(TypedDate.coming(typed, today: today)?.description == expected)
        #expect(TypedDate.coming("next", today: today) == nil)
    }

    @Test(
        "what is no date is none",
        arguments: [
            "", "mo", "someday", "-d", "-99999d", "31/2", "31.2", "30 Feb", "3 ma 9", "1/2/3/4",
            "3 days", "monda y", "2026-11", "26-09-01", "11-05", "2026/13/1", "2026/9/31",
            "of July",
        ]
    )
    func noDates(_ typed: String) throws {
        let today = try #require(PlainDate(Self.today))
        #expect(TypedDate.date(typed, today: today) == nil)
    }

    @Test(
        "a time is read",
        arguments: [
            ("9:30", "09:30"), ("930", "09:30"), ("0930", "09:30"), ("9.30", "09:30"),
            ("2pm", "14:00"), ("2:15 PM", "14:15"), ("12am", "00:00"), ("12pm", "12:00"),
            ("23:59", "23:59"),
        ]
    )
    func times(_ typed: String, _ expected: String) {
        let time = TimeOfDay(expected)
        #expect(time != nil && TypedTime.time(typed) == time)
    }

    @Test(
        "what is no time is none",
        arguments: ["", "9", "24:00", "13pm", "0am", "9:75", "soon", "99999"]
    )
    func noTimes(_ typed: String) { #expect(TypedTime.time(typed) == nil) }

    @Test(
        "a date and time are those of the clock on the wall",
        arguments: [
            ("3/11 2pm", "2026-11-03", 14 * 60), ("3/11/2026 9:30", "2026-11-03", 570),
            ("2026-07-03 09:30", "2026-07-03", 570), ("2026-07-03T09:30", "2026-07-03", 570),
            ("Tuesday 9:30", "2026-11-17", 570), ("3 Nov 2pm", "2026-11-03", 840),
            ("3 November 2026 9.30", "2026-11-03", 570), ("tomorrow 2pm", "2026-11-24", 840),
            ("2 days ago 2:15 pm", "2026-11-21", 855),
        ] as [(String, String, Int64)]
    )
    func moments(_ typed: String, _ day: String, _ minutes: Int64) throws {
        let today = try #require(PlainDate("2026-11-23"))
        let date = try #require(PlainDate(day))
        let moment = try #require(TypedMoment.moment(typed, today: today), "\(typed)")
        let offset = Int64(
            TimeZone.current.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1_000)
            )
        )
        let wall = moment.adding(seconds: offset).milliseconds
        #expect(wall == date.daysSince1970 * 86_400_000 + minutes * 60_000)
    }

    @Test("RFC 3339 says its zone; half of a moment is none")
    func zones() throws {
        let today = try #require(PlainDate("2026-11-23"))
        #expect(
            TypedMoment.moment("2026-11-03T09:30:00+02:00", today: today)
                == Instant("2026-11-03T07:30:00Z")
        )
        for typed in ["today", "9:30", "3/11 25:00", "soon 9:30", ""] {
            #expect(TypedMoment.moment(typed, today: today) == nil, "\(typed)")
        }
        #expect(TypedMoment.moment("now", today: today) != nil)
    }
}
