// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a council agreed with community organisations, and how it keeps to that: the figures of the
/// principle "Commit to community and support local organisations".
package struct CommitmentTable: Sendable {
    /// Money that was promised for a day.
    package struct Payment: Hashable, Sendable {
        package let due: PlainDate
        package let paid: PlainDate?

        package init(due: PlainDate, paid: PlainDate?) { (self.due, self.paid) = (due, paid) }

        fileprivate var days: Int? {
            paid.map { Int(max(0, $0.daysSince1970 - due.daysSince1970)) }
        }
    }

    /// Land, a building or another asset that an organisation was given the use of.
    package struct Asset: Hashable, Sendable {
        package let from: PlainDate
        package let until: PlainDate?
        /// It is theirs for good, or for 25 years or more.
        package let isLasting: Bool

        package init(from: PlainDate, until: PlainDate?, isLasting: Bool) {
            (self.from, self.until, self.isLasting) = (from, until, isLasting)
        }

        fileprivate func isHeld(on day: PlainDate) -> Bool {
            from <= day && until.map { day <= $0 } ?? true
        }
    }

    private let contracts: [ContractTables.Contract]
    private let payments: [Payment]
    private let assets: [Asset]
    private let today: PlainDate

    /// Contracts that run today; payments and assets of every service.
    package init(
        _ contracts: [ContractTables.Contract],
        payments: [Payment],
        assets: [Asset],
        today: PlainDate
    ) {
        (self.contracts, self.today) = (contracts, today)
        self.payments = payments
        self.assets = assets
    }

    package static let title = "Commit to community: what was agreed, and kept"

    /// Without a row of what nobody wrote.
    package var table: FigureTable {
        FigureTable(
            Self.title,
            rowName: "commitment",
            columns: [
                .init(
                    "now",
                    "by value: of the value a year of services that run; of payments: those due in"
                        + " the year up to today, on time where they were paid by the day agreed,"
                        + " and without those of today that are not paid yet;"
                        + " assets: those that an organisation holds today."
                ),
                .init("known of", "services, payments or assets of which it is written."),
            ],
            rows: (byContracts + byPayments + byAssets).filter { $0.figures[0].value != .none },
            shape: .open
        )
    }

    private var byContracts: [FigureTable.Row] {
        let kinds = contracts.filter { $0.kind != nil && $0.value != nil }
        let lengths = contracts.filter { $0.isLong != nil && $0.value != nil }
        let notices = contracts.filter { $0.noticeMonths != nil }
        let long = notices.filter { ($0.noticeMonths ?? 0) >= Self.noticeLeast }
        return [
            row("grants, by value", share(kinds.filter { $0.kind == "grant" }, of: kinds), kinds),
            row(
                "two years or more, by value",
                share(lengths.filter { $0.isLong == true }, of: lengths),
                lengths
            ),
            row(
                "notice of three months or more",
                .ratio(long.count, of: notices.count),
                notices
            ),
        ]
    }

    private static let noticeLeast = 3

    private var byPayments: [FigureTable.Row] {
        let since = today.adding(days: -365)
        // What is due today can still be paid by the day agreed.
        let due = payments.filter {
            $0.due > since && ($0.due < today || $0.due == today && $0.paid != nil)
        }
        let inTime = due.filter { $0.days == 0 }
        let late = due.compactMap(\.days).filter { $0 > 0 }
        return [
            row("payments on time", .ratio(inTime.count, of: due.count), due),
            row("days late, of late ones, median", .median(late), late),
        ]
    }

    private var byAssets: [FigureTable.Row] {
        let held = assets.filter { $0.isHeld(on: today) }
        guard !assets.isEmpty else { return [] }
        return [
            row("assets that organisations hold", .level(held.count), assets),
            row(
                "of these, theirs or for 25 years or more",
                .level(held.filter(\.isLasting).count),
                assets
            ),
        ]
    }

    private func row(_ name: String, _ figure: Figure, _ known: [some Sendable]) -> FigureTable.Row
    {
        FigureTable.Row(name, [figure, .level(known.count)])
    }

    private func share(
        _ some: [ContractTables.Contract],
        of all: [ContractTables.Contract]
    ) -> Figure {
        let sum = { (contracts: [ContractTables.Contract]) in
            Money(pence: contracts.compactMap { $0.value?.pence }.reduce(0, &+))
        }
        return .share(sum(some), of: sum(all))
    }
}
