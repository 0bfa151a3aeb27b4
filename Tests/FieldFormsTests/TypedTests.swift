// SPDX-License-Identifier: Apache-2.0

import FieldModel
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
            ("2026-02-28", "2026-02-28"),
        ]
    )
    func dates(_ typed: String, _ expected: String) throws {
        let today = try #require(PlainDate(Self.today))
        #expect(TypedDate.date(typed, today: today)?.description == expected)
    }

    @Test(
        "what is no date is none",
        arguments: ["", "mo", "tomorrow", "-d", "-99999d", "31/2", "1/2/3/4", "3 days", "monda y"]
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
}
