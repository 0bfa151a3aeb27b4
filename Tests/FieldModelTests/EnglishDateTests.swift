// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@Suite("The date in England")
struct EnglishDateTests {
    @Test(
        "is a day ahead of UTC in the hour before midnight of summer time, and then only",
        arguments: [
            ("2026-03-28T23:30:00.000Z", "2026-03-28"), ("2026-03-29T00:59:59.999Z", "2026-03-29"),
            ("2026-03-29T23:00:00.000Z", "2026-03-30"), ("2026-07-21T22:59:59.999Z", "2026-07-21"),
            ("2026-07-21T23:00:00.000Z", "2026-07-22"), ("2026-10-24T23:00:00.000Z", "2026-10-25"),
            ("2026-10-25T23:30:00.000Z", "2026-10-25"), ("2026-12-31T23:59:59.999Z", "2026-12-31"),
        ]
    )
    func days(moment: String, day: String) throws {
        #expect(try #require(Instant(moment)).englishDate == PlainDate(day))
    }

    @Test("is what the time zone database has for London, every hour of thirty years")
    func london() throws {
        let zone = try #require(TimeZone(identifier: "Europe/London"))
        let first = try #require(Instant("2005-01-01T00:00:00.000Z"))
        for hour in 0..<Int64(30 * 8766) {
            let moment = first.adding(seconds: hour * 3600)
            let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
            let there = moment.adding(seconds: Int64(zone.secondsFromGMT(for: date))).date
            guard moment.englishDate != there else { continue }
            Issue.record("\(moment): \(moment.englishDate), not \(there)")
            return
        }
    }
}
