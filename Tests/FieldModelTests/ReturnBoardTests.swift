// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("The board of returns")
struct ReturnBoardTests {
    private let hub = OrganisationID(high: 2, low: 2)
    private let service = RecordID(high: 6, low: 1)
    private let today = known(PlainDate("2026-08-03"))

    private func agreed(starts: String, ends: String? = nil) -> ReturnBoard.Agreed {
        ReturnBoard.Agreed(
            service: service,
            name: "Homecare",
            organisation: hub,
            calendar: ReturnCalendar(
                starts: known(PlainDate(starts)),
                ends: ends.map { known(PlainDate($0)) }
            )
        )
    }

    private func opened(
        _ period: String,
        _ state: ReturnState,
        of service: String? = "homecare",
        at moment: Instant = Instant(milliseconds: 0)
    ) throws -> ReturnBoard.Opened {
        ReturnBoard.Opened(
            record: RecordID(high: 7, low: 7),
            organisation: hub,
            service: service,
            period: known(ReturnPeriod(period)),
            progress: try Walk.to(state, at: moment)
        )
    }

    private func rows(
        _ agreed: [ReturnBoard.Agreed],
        _ opened: [ReturnBoard.Opened] = [],
        _ waivers: [ReturnBoard.Waiver] = []
    ) -> [ReturnBoard.Row] {
        ReturnBoard(agreed: agreed, opened: opened, waivers: waivers, today: today).rows
    }

    @Test("every quarter of a service is awaited, from its start to its end")
    func quarters() {
        let all = rows([agreed(starts: "2025-11-15")])
        #expect(all.map(\.period.description) == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"])
        #expect(all.map(\.standing) == [.notOpened, .notOpened, .notOpened, .notDue])
        #expect(all.map(\.turn) == [.organisation, .organisation, .organisation, .nobody])
        // Due on 22 January, 23 April and 21 July.
        #expect(all.map(\.daysLate) == [193, 102, 13, 0])
        #expect(all.map(\.isOverdue) == [true, true, true, false])
        let ended = rows([agreed(starts: "2025-11-15", ends: "2026-01-10")])
        #expect(ended.map(\.period.description) == ["2025-Q3", "2025-Q4"])
    }

    @Test("a return that was opened stands in the row of its service, named either way")
    func opened() throws {
        for name in ["homecare", "HOMECARE", service.description] {
            let all = rows(
                [agreed(starts: "2026-04-01")],
                [try opened("2026-Q1", .queried, of: name)]
            )
            #expect(all.count == 2 && all[0].standing == .state(.queried))
            #expect(all[0].turn == .organisation && all[0].name == "Homecare")
        }
        let others = rows(
            [agreed(starts: "2026-04-01")],
            [try opened("2026-Q1", .inReview, of: nil)]
        )
        #expect(others.count == 3 && others.filter { $0.opened == nil }.count == 2)
    }

    @Test("another organisation's service of the same name is another service")
    func namesakes() throws {
        let foreign = ReturnBoard.Opened(
            record: RecordID(high: 7, low: 8),
            organisation: OrganisationID(high: 2, low: 3),
            service: "homecare",
            period: known(ReturnPeriod("2025-Q4")),
            progress: try Walk.to(.submitted)
        )
        let all = rows([agreed(starts: "2026-04-01")], [foreign])
        #expect(all.count == 3 && all[0].service == nil && all[0].opened == foreign)
        #expect(all[1].opened == nil && all[2].opened == nil)
    }

    @Test("what was submitted in time is not late; what is void counts as not opened")
    func lateness() throws {
        // The moves of a walk were made in 1970.
        let all = rows([agreed(starts: "2026-04-01")], [try opened("2026-Q1", .approved)])
        #expect(all[0].daysLate == 0 && !all[0].isOverdue && all[0].turn == .champion)
        let void = rows([agreed(starts: "2026-04-01")], [try opened("2026-Q1", .void)])
        #expect(void[0].standing == .notOpened && void[0].isOverdue)
    }

    @Test(
        "the day it was due ends at midnight in England, in summer time as well",
        arguments: [("2026-07-21T22:59:59Z", 0), ("2026-07-21T23:00:00Z", 1)]
    )
    func midnight(moment: String, days: Int64) throws {
        let sent = try opened("2026-Q1", .submitted, at: known(Instant(moment)))
        let all = rows([agreed(starts: "2026-04-01")], [sent])
        #expect(all[0].due == PlainDate("2026-07-21") && all[0].daysLate == days)
    }

    @Test("a waived return is nobody's turn and never late, unless it was sent all the same")
    func waived() throws {
        let waiver = ReturnBoard.Waiver(
            service: service.description,
            period: known(ReturnPeriod("2026-Q1")),
            reason: "the hall burnt down"
        )
        let all = rows([agreed(starts: "2026-04-01")], [], [waiver])
        #expect(all[0].standing == .waived && all[0].daysLate == 0 && all[0].turn == .nobody)
        #expect(all[1].standing == .notDue)
        let sent = rows(
            [agreed(starts: "2026-04-01")],
            [try opened("2026-Q1", .inReview)],
            [waiver]
        )
        #expect(sent[0].standing == .state(.inReview) && sent[0].waiver == nil)
    }

    @Test("two revisions differ by figure and by record; a twentieth is not material, more is")
    func difference() {
        let path = known(FieldPath("contacts"))
        let entry = { (record: UInt64, hash: UInt8) in
            ManifestEntry(
                record: RecordID(high: 0, low: record),
                version: 1,
                hash: Hash(of: [hash])
            )
        }
        let difference = ReturnDifference(
            from: ([path: .integer(100)], [entry(1, 1), entry(2, 1), entry(3, 1)]),
            to: ([path: .integer(105)], [entry(2, 2), entry(3, 1), entry(4, 1)])
        )
        #expect(difference.added == [RecordID(high: 0, low: 4)])
        #expect(difference.removed == [RecordID(high: 0, low: 1)])
        #expect(difference.changed == [RecordID(high: 0, low: 2)])
        #expect(difference.fields.map(\.share) == [0.05] && !difference.isMaterial)
        let more = ReturnDifference(
            from: ([path: .integer(100)], []),
            to: ([path: .integer(94)], [])
        )
        #expect(more.isMaterial && more.recordCount == 0)
    }
}
