// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("What two people say differently of a service", .timeLimit(.minutes(5)))
struct DisputedServiceTests {
    private func desk() throws -> Desk {
        let desk = try Desk(.reviewer)
        let service = { (name: String, tier: String, pounds: Int64) -> [String: FieldValue] in
            [
                "name": .text(name), "status": .choice("active"), "tier": .choice(tier),
                "tier_reason": .text("because"), "annual_value": .money(Money(pence: pounds * 100)),
            ]
        }
        try desk.take(records: [
            .disputed("service", .council, service("Lunch", "universal", 1_000)),
            .disputed(
                "service",
                .council,
                service("Ward", "universal", 3_000),
                ["tier": .choice("specialist"), "tier_reason": .text("a hospital")],
                ["tier": .choice("early_help"), "tier_reason": .text("an open door")]
            ),
            .disputed(
                "service",
                .council,
                service("Advice", "specialist", 1_000),
                ["annual_value": .money(Money(pence: 700_000))],
                ["annual_value": .money(Money(pence: 900_000))]
            ),
        ])
        return desk
    }

    @Test("a tier in dispute is none, in the sums as in the rows; a value in dispute is not added")
    func early() throws {
        let shown = try desk().run(["report", "early"]).output
        let words = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for row in [
            "universal 1 £1,000 100.0%", "specialist 1 £0 0.0%", "no tier 1 £3,000 –",
        ] { #expect(words.contains(row), "\(row) in \(words)") }
        #expect(!words.contains("Ward universal") && words.contains("Lunch universal"))
    }

    @Test("how long one runs is not written while its days are in dispute")
    func days() throws {
        let day = { (text: String) in FieldValue.date(try #require(PlainDate(text))) }
        let first: [String: FieldValue] = [
            "name": .text("Lunch"), "status": .choice("active"),
            "annual_value": .money(Money(pence: 100_000)), "starts": try day("2025-04-01"),
            "ends": try day("2030-03-31"),
        ]
        let edits = [["ends": try day("2027-03-31")], ["ends": try day("2028-03-31")]]
        for (isDisputed, row) in [(false, "two years or more 1"), (true, "not written 1")] {
            let record = try PulledRecord.disputed(
                "service",
                .council,
                first,
                isDisputed ? edits[0] : first,
                isDisputed ? edits[1] : first
            )
            let desk = try Desk(.reviewer)
            try desk.take(records: [record])
            let words = try desk.run(["report", "simplicity"]).output
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("How long they run LENGTH SERVICES VALUE A YEAR SHARE \(row)"))
        }
    }
}
