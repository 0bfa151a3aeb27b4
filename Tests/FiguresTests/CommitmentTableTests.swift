// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

@Suite("What was agreed with community organisations, and kept")
struct CommitmentTableTests {
    private func day(_ text: String) throws -> PlainDate { try #require(PlainDate(text)) }

    private func contract(
        _ kind: String?,
        _ pounds: Int64,
        _ ends: String,
        notice: Int?
    ) -> ContractTables.Contract {
        .init(
            name: "a",
            organisation: "Hub",
            value: Money(pence: pounds * 100),
            kind: kind,
            income: nil,
            starts: PlainDate("2025-04-01"),
            ends: PlainDate(ends),
            isReported: true,
            noticeMonths: notice,
            source: "service"
        )
    }

    private func texts(_ table: FigureTable) -> [[String]] {
        table.rows.map { [$0.name] + $0.figures.map(\.text) }
    }

    @Test("shares, notice, payments of the last year, and what organisations hold")
    func figures() throws {
        let payments = try [
            ("2026-04-30", "2026-04-30"), ("2026-05-31", "2026-05-20"),
            ("2026-06-30", "2026-07-12"),
            ("2026-07-31", nil), ("2026-08-31", nil), ("2025-01-31", "2025-09-30"),
            // The day is not over, so it is not late.
            ("2026-08-15", nil),
        ].map { due, paid in
            CommitmentTable.Payment(due: try day(due), paid: try paid.map(day))
        }
        let assets = try [
            ("2020-01-01", nil, true), ("2020-01-01", "2025-01-01", true),
            ("2024-01-01", nil, false),
        ].map { from, until, isLasting in
            CommitmentTable.Asset(
                from: try day(from),
                until: try until.map(day),
                isLasting: isLasting
            )
        }
        let table = CommitmentTable(
            [
                contract("grant", 30_000, "2028-03-31", notice: 6),
                contract("contract", 90_000, "2026-12-31", notice: 1),
                contract(nil, 10_000, "2026-12-31", notice: nil),
            ],
            payments: payments,
            assets: assets,
            today: try day("2026-08-15")
        ).table
        #expect(
            texts(table) == [
                ["grants, by value", "25.0%", "2"], ["two years or more, by value", "23.1%", "3"],
                ["notice of three months or more", "50% (1 of 2)", "2"],
                ["payments on time", "50% (2 of 4)", "4"],
                ["days late, of late ones, median", "12.0 (n 1)", "1"],
                ["assets that organisations hold", "2", "3"],
                ["of these, theirs or for 25 years or more", "1", "3"],
            ]
        )
    }

    @Test("what nobody wrote has no row")
    func nothing() throws {
        let table = CommitmentTable([], payments: [], assets: [], today: try day("2026-08-15"))
            .table
        #expect(table.rows.isEmpty)
    }
}
