// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("Moments as the clock on the wall has them")
struct WallClockTests {
    private typealias Form = FillingForm

    /// An hour east of Greenwich, half an hour before midnight there: the 4th has begun here.
    private func capture(_ items: [FormItem]) throws -> Capture {
        let now = try #require(Instant("2026-07-03T23:30:00Z"))
        let surroundings = Surroundings(
            today: try #require(PlainDate("2026-07-04")),
            now: now,
            wall: WallClock { _ in 3_600_000 }
        )
        return Capture(Filling(try Form.form(items), surroundings: surroundings))
    }

    @Test(
        "formats, days and times of day are those of the wall",
        arguments: [
            ("format-date-time(${x}, '%H:%M')", "14:00"), ("format-date(now(), '%d')", "04"),
            ("format-date-time('2026-07-03T13:00:00Z', '%e %b %h')", "3 Jul 14"),
            ("date(now()) = today()", "true"), ("decimal-time(${x})", "0.58333333333"),
            ("format-date(today(), '%d %H')", "04 00"), ("format-date('2026-03-01', '%e')", "1"),
            ("format-date-time('2026-03-05T14:07:09', '%H:%M:%S')", "14:07:09"),
            ("format-date-time(concat('2026-03-05', 'T', '14:07'), '%d %H%%')", "05 14%"),
            ("date-time('2026-03-05T14:07')", "2026-03-05T13:07"),
            ("decimal-date-time('1970-01-02T01:00')", "1"),
            ("date('2026-03-05T00:30')", "2026-03-05"),
            ("decimal-time('2026-03-05T12:00')", "0.5"),
        ]
    )
    func formats(_ expression: String, _ expected: String) throws {
        var capture = try capture([
            Form.item(.dateTime, "x"), Form.item(.note, "n") { $0.label = "${c}" },
            Form.calculation("c", "string(\(expression))"),
        ])
        let moment = try #require(Instant("2026-07-03T13:00:00Z"))
        #expect(capture.answer(try Form.path("x"), with: .instant(moment)) == nil)
        let label = capture.label(at: try Form.path("n"))
        #expect(label.hasPrefix(expected), "\(expression): \(label)")
    }

    @Test("a label that speaks of a moment shows it as it was answered")
    func label() throws {
        var capture = try capture([
            Form.item(.dateTime, "x"), Form.item(.note, "n") { $0.label = "It is ${x}, ${c}" },
            Form.calculation("c", "${x}"),
        ])
        let moment = try #require(Instant("2026-07-03T13:00:00Z"))
        _ = capture.answer(try Form.path("x"), with: .instant(moment))
        let label = capture.label(at: try Form.path("n"))
        #expect(label == "It is 2026-07-03 14:00, 2026-07-03 14:00")
    }

    @Test("a day and a time that are made of a moment are those of the wall")
    func answers() throws {
        let capture = try capture([
            Form.item(.date, "day") { $0.calculation = "now()" },
            Form.item(.time, "clock") { $0.calculation = "now()" },
        ])
        let found = capture.filling.answers
        #expect(found[try Form.path("day")] == .date(try #require(PlainDate("2026-07-04"))))
        #expect(found[try Form.path("clock")] == TimeOfDay("00:30").map(FieldValue.time))
    }

    @Test("a rule about the wall is checked where the wall is, not by a server elsewhere")
    func elsewhere() throws {
        let form = try Form.form([
            Form.item(.dateTime, "x") { $0.constraint = "format-date-time(., '%H') < 12" },
            Form.item(.date, "d") { $0.constraint = "format-date(., '%Y') = '2026'" },
        ])
        let (x, d) = (try Form.path("x"), try Form.path("d"))
        let (today, now) = (Form.surroundings.today, Form.surroundings.now)
        let late = try #require(Instant("2026-07-03T13:00:00Z"))
        #expect(form.check(patch: [x: .instant(late)], today: today, now: now).isEmpty)
        let day = try #require(PlainDate("2025-07-03"))
        #expect(form.check(patch: [d: .date(day)], today: today, now: now).count == 1)
        let record: [FieldPath: FieldValue] = [x: .instant(late)]
        for (hours, expected) in [(0, 1), (-5, 0)] {
            let wall = WallClock { _ in Int64(hours) * 3_600_000 }
            let found = form.check(
                record: record,
                in: Surroundings(today: today, now: now, wall: wall)
            )
            #expect(found.count == expected, "\(hours): \(found)")
        }
    }
}
