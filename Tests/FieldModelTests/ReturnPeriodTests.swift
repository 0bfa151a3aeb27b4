// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The period of a return")
struct ReturnPeriodTests {
    private func day(_ text: String) -> PlainDate { known(PlainDate(text)) }

    @Test(
        "a quarter, a half, a year: the days that it has",
        arguments: [
            ("2026-Q1", "2026-04-01", "2026-06-30"), ("2026-Q4", "2027-01-01", "2027-03-31"),
            ("2026-H1", "2026-04-01", "2026-09-30"), ("2026-H2", "2026-10-01", "2027-03-31"),
            ("2026/27", "2026-04-01", "2027-03-31"), ("2099/00", "2099-04-01", "2100-03-31"),
            ("2023-H2", "2023-10-01", "2024-03-31"),
        ]
    )
    func days(_ text: String, _ first: String, _ last: String) throws {
        let period = try #require(ReturnPeriod(text))
        #expect(period.first == day(first) && period.last == day(last))
        #expect(period.description == text)
        #expect(period.contains(period.first) && !period.contains(period.last.adding(days: 1)))
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "2026", "2026-Q0", "2026-Q5", "2026-H0", "2026-H3", "2026/26", "2026/28", "2026/7",
            "2026/2027", "2026-27", "26-Q1", "+202-Q1", "2026-q1", "2026-H1 ", "２０２６-H1",
            "2026-H1/27", "9999/00",
        ]
    )
    func none(_ text: String) { #expect(ReturnPeriod(text) == nil) }

    @Test("each day lies in the one of its kind, and each follows the one before")
    func chain() {
        for rhythm in ReturnPeriod.Rhythm.allCases {
            var date = day("2024-02-29")
            while date < day("2027-05-01") {
                let period = ReturnPeriod(rhythm, containing: date)
                #expect(period.contains(date) && period.rhythm == rhythm)
                #expect(ReturnPeriod(period.description) == period)
                #expect(period.before.last.adding(days: 1) == period.first)
                date = date.adding(days: 11)
            }
        }
    }

    @Test("they stand in the order of their days, the shorter one first")
    func order() {
        let texts = ["2025/26", "2026-Q1", "2026-H1", "2026/27", "2026-Q2", "2026-H2"]
        #expect(
            texts.reversed().map { known(ReturnPeriod($0)) }.sorted().map(\.description) == texts
        )
    }

    @Test("a service is asked as often as it agreed, up to its end, from its start")
    func calendar() {
        let texts = { (rhythm: ReturnPeriod.Rhythm, starts: String?, ends: String?) in
            ReturnCalendar(
                rhythm,
                starts: starts.map(day),
                ends: ends.map(day)
            ).periods(upTo: day("2026-11-29")).map(\.description)
        }
        #expect(
            texts(.halfYearly, "2025-05-01", nil) == ["2025-H1", "2025-H2", "2026-H1", "2026-H2"]
        )
        #expect(texts(.yearly, "2025-05-01", nil) == ["2025/26", "2026/27"])
        #expect(texts(.yearly, "2024-03-31", "2025-04-01") == ["2023/24", "2024/25", "2025/26"])
        #expect(texts(.halfYearly, nil, nil) == ["2026-H1", "2026-H2"])
        #expect(texts(.yearly, nil, nil) == ["2026/27"])
        #expect(texts(.quarterly, nil, nil).count == 4)
        #expect(texts(.yearly, "1950-01-01", nil).count == 10)
    }

    @Test("due on the 15th working day after the half or the year")
    func due() {
        let calendar = ReturnCalendar(.halfYearly, starts: nil, ends: nil)
        #expect(calendar.due(known(ReturnPeriod("2026-H1"))) == day("2026-10-21"))
        // Good Friday and Easter Monday lie in between: 26 and 29 March 2027.
        #expect(calendar.due(known(ReturnPeriod("2026/27"))) == day("2027-04-21"))
    }

    @Test("the board has a row for each half, and a quarter that nobody asked for of its own")
    func board() throws {
        let service = RecordID(high: 6, low: 1)
        let hub = OrganisationID(high: 2, low: 2)
        let opened = { (period: String) in
            ReturnBoard.Opened(
                record: RecordID(high: 7, low: 7),
                organisation: hub,
                service: service.description,
                period: known(ReturnPeriod(period)),
                progress: try Walk.to(.submitted)
            )
        }
        let rows = ReturnBoard(
            agreed: [
                .init(
                    service: service,
                    name: "Homecare",
                    organisation: hub,
                    calendar: ReturnCalendar(.halfYearly, starts: day("2026-04-01"), ends: nil)
                )
            ],
            opened: [try opened("2026-H1"), try opened("2026-Q1")],
            waivers: [
                .init(
                    service: service.description,
                    period: known(ReturnPeriod("2026-H2")),
                    reason: "closed for the winter"
                )
            ],
            today: day("2026-11-29")
        ).rows
        #expect(rows.map(\.period.description) == ["2026-Q1", "2026-H1", "2026-H2"])
        #expect(rows.map(\.standing) == [.state(.submitted), .state(.submitted), .waived])
        #expect(rows.map(\.service) == [service, service, service])
    }
}
