// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("Which returns are awaited of a service")
struct ReturnExpectationTests {
    private let today = known(PlainDate("2026-11-29"))

    private func day(_ text: String) -> PlainDate { known(PlainDate(text)) }

    private func agreed(_ calendar: ReturnCalendar) -> ReturnBoard.Agreed {
        ReturnBoard.Agreed(
            service: RecordID(high: 6, low: 1),
            name: "Homecare",
            organisation: OrganisationID(high: 2, low: 2),
            calendar: calendar
        )
    }

    private func calendar(
        _ now: ReturnPeriod.Rhythm,
        after former: ReturnPeriod.Rhythm,
        until day: String,
        starts: String = "2025-04-01"
    ) -> ReturnCalendar {
        ReturnCalendar(
            now,
            starts: self.day(starts),
            ends: nil,
            former: [.init(former, until: self.day(day))]
        )
    }

    private func texts(_ calendar: ReturnCalendar) -> [String] {
        calendar.periods(upTo: today).map(\.description)
    }

    @Test("what was agreed before stands as it was agreed, without a gap and without an overlap")
    func formerRhythm() {
        #expect(
            texts(calendar(.halfYearly, after: .quarterly, until: "2026-11-10"))
                == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-H2"]
        )
        #expect(
            texts(calendar(.quarterly, after: .halfYearly, until: "2026-11-10"))
                == ["2025-H1", "2025-H2", "2026-H1", "2026-Q3"]
        )
        // The year that was under way is reported by quarters, all of it.
        #expect(
            texts(calendar(.quarterly, after: .yearly, until: "2026-11-10"))
                == ["2025/26", "2026-Q1", "2026-Q2", "2026-Q3"]
        )
        #expect(
            texts(calendar(.yearly, after: .quarterly, until: "2026-11-10", starts: "2026-07-01"))
                == ["2026/27"]
        )
        // Changed before it began: nothing was ever agreed otherwise.
        #expect(
            texts(calendar(.halfYearly, after: .quarterly, until: "2025-04-02"))
                == ["2025-H1", "2025-H2", "2026-H1", "2026-H2"]
        )
    }

    @Test("each day of a service is in exactly one period, whatever changed when")
    func partition() {
        for now in ReturnPeriod.Rhythm.allCases {
            for former in ReturnPeriod.Rhythm.allCases where former != now {
                for changed in [
                    "2025-04-10", "2025-09-30", "2025-10-01", "2026-03-31", "2026-08-15",
                ] {
                    let periods = calendar(now, after: former, until: changed).periods(upTo: today)
                    #expect(periods.first?.first == day("2025-04-01"))
                    #expect(periods.last.map { $0.contains(today) } == true)
                    for (one, next) in zip(periods, periods.dropFirst()) {
                        #expect(
                            one.last.adding(days: 1) == next.first,
                            "\(former) \(now) \(changed)"
                        )
                    }
                }
            }
        }
    }

    @Test("nobody is late with a quarter that was agreed after it was over")
    func due() {
        let calendar = calendar(.quarterly, after: .yearly, until: "2026-11-10")
        // 15 working days after 10 November.
        #expect(calendar.due(known(ReturnPeriod("2026-Q1"))) == day("2026-12-01"))
        #expect(calendar.due(known(ReturnPeriod("2025/26"))) == day("2026-04-23"))
        #expect(calendar.due(known(ReturnPeriod("2026-Q3"))) == day("2027-01-22"))
    }

    @Test(
        "a period that is over or under way is opened; what nobody awaits is refused, and why",
        arguments: [
            ("2026-Q2", nil), ("2026-Q3", nil), ("2026-Q4", "has not begun"),
            ("2026-H1", "reports every quarter"), ("2026/27", "reports every quarter"),
            ("2025-Q1", "began on 2025-07-01"), ("2025-Q2", nil),
        ] as [(String, String?)]
    )
    func service(_ text: String, _ why: String?) {
        let agreed = agreed(ReturnCalendar(starts: day("2025-07-01"), ends: nil))
        let found = known(ReturnPeriod(text)).hindrance(of: agreed, today: today)
        #expect(why.map { found?.contains($0) == true } ?? (found == nil), "\(found ?? "")")
    }

    @Test(
        "after its end none is awaited; without a service only the far past and the future are not"
    )
    func others() {
        let over = agreed(
            ReturnCalendar(.halfYearly, starts: day("2025-04-01"), ends: day("2026-03-31"))
        )
        let hindrance = { (text: String, agreed: ReturnBoard.Agreed?) in
            known(ReturnPeriod(text)).hindrance(of: agreed, today: self.today)
        }
        #expect(hindrance("2025-H2", over) == nil)
        #expect(hindrance("2026-H1", over)?.contains("ended on 2026-03-31") == true)
        #expect(hindrance("2025-Q3", over)?.contains("2025-H2 is") == true)
        for text in ["2026-Q2", "2026-H2", "2026/27", "2025-Q1"] {
            #expect(hindrance(text, nil) == nil, "\(text)")
        }
        #expect(hindrance("2026-Q4", nil)?.contains("has not begun") == true)
        #expect(hindrance("2020-Q1", nil)?.contains("years ago") == true)
        let changed = agreed(calendar(.halfYearly, after: .quarterly, until: "2026-11-10"))
        #expect(hindrance("2026-Q1", changed) == nil && hindrance("2026-H2", changed) == nil)
        #expect(hindrance("2026-Q3", changed)?.contains("every half year") == true)
    }
}
