// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("A service that changed how often it reports, more than once")
struct RhythmHistoryTests {
    private let today = known(PlainDate("2026-11-29"))

    private func day(_ text: String) -> PlainDate { known(PlainDate(text)) }

    private func calendar(
        _ now: ReturnPeriod.Rhythm,
        after former: (ReturnPeriod.Rhythm?, String)...
    ) -> ReturnCalendar {
        ReturnCalendar(
            now,
            starts: day("2023-04-01"),
            ends: nil,
            former: former.map { .init($0.0, until: day($0.1)) }
        )
    }

    private func texts(_ calendar: ReturnCalendar) -> [String] {
        calendar.periods(upTo: today).map(\.description)
    }

    @Test("each stretch stands as it was agreed then, whatever order it was read in")
    func stretches() {
        let expected = [
            "2023/24", "2024-H1", "2024-H2", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-H1",
            "2026-H2",
        ]
        let history: [(ReturnPeriod.Rhythm, String)] = [
            (.yearly, "2024-05-02"), (.halfYearly, "2025-05-02"), (.quarterly, "2026-05-02"),
        ]
        #expect(texts(calendar(.halfYearly, after: history[0], history[1], history[2])) == expected)
        #expect(texts(calendar(.halfYearly, after: history[2], history[0], history[1])) == expected)
    }

    @Test("what nobody asked for is owed by nobody, and the next rhythm begins with the change")
    func pause() {
        #expect(
            texts(calendar(.quarterly, after: (.quarterly, "2024-01-15"), (nil, "2026-05-10")))
                == ["2023-Q1", "2023-Q2", "2023-Q3", "2026-Q1", "2026-Q2", "2026-Q3"]
        )
        #expect(
            texts(calendar(.yearly, after: (.halfYearly, "2023-10-01"), (nil, "2026-08-10")))
                == ["2023-H1", "2026/27"]
        )
    }

    @Test("changed and changed back on one day is no change")
    func undone() {
        let plain = ReturnCalendar(.quarterly, starts: day("2023-04-01"), ends: nil)
        #expect(calendar(.quarterly, after: (.quarterly, "2026-05-02")) == plain)
        #expect(
            calendar(.quarterly, after: (.quarterly, "2026-05-02"), (.yearly, "2026-05-02"))
                == plain
        )
    }

    @Test("due on the day of the rhythm that it was agreed by, and nobody is late by a change")
    func due() {
        let calendar = calendar(
            .halfYearly,
            after: (.quarterly, "2024-11-05"),
            (.yearly, "2026-05-02")
        )
        #expect(texts(calendar).suffix(4) == ["2024/25", "2025/26", "2026-H1", "2026-H2"])
        #expect(calendar.due(known(ReturnPeriod("2023-Q1"))) == day("2023-07-21"))
        #expect(calendar.due(known(ReturnPeriod("2025/26"))) == day("2026-04-23"))
        #expect(calendar.due(known(ReturnPeriod("2026-H1"))) == day("2026-10-21"))
        let early = self.calendar(
            .quarterly,
            after: (.yearly, "2024-08-09"),
            (.halfYearly, "2026-05-02")
        )
        // The quarter was over when it was asked for: 15 working days after 9 August 2024.
        #expect(early.periods(upTo: today).map(\.description).contains("2024-H1"))
        #expect(early.due(known(ReturnPeriod("2024-H1"))) == day("2024-10-21"))
    }

    @Test("each day is in exactly one period, whatever was changed when")
    func partition() {
        let days = ["2023-04-10", "2024-09-30", "2024-10-01", "2025-03-31", "2025-08-15"]
        let rhythms = ReturnPeriod.Rhythm.allCases
        var compared = 0
        for first in rhythms {
            for second in rhythms {
                for now in rhythms {
                    for (index, earlier) in days.enumerated() {
                        for later in days[index...] {
                            let periods = calendar(now, after: (first, earlier), (second, later))
                                .periods(upTo: today)
                            let name = "\(first) \(earlier) \(second) \(later) \(now)"
                            #expect(periods.first?.first == day("2023-04-01"), "\(name)")
                            #expect(periods.last.map { $0.contains(today) } == true, "\(name)")
                            for (one, next) in zip(periods, periods.dropFirst()) {
                                #expect(one.last.adding(days: 1) == next.first, "\(name)")
                                compared += 1
                            }
                        }
                    }
                }
            }
        }
        #expect(compared > 2_000)
    }
}
