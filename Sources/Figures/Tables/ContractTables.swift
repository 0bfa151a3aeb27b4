// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How simple commissioning is: the size, kind and length of what was agreed, and with whom.
package struct ContractTables: Sendable {
    /// What was agreed for one service that runs.
    package struct Contract: Sendable {
        package let name: String
        package let organisation: String
        /// Of a year; nil where nobody wrote it.
        package let value: Money?
        /// `grant`, `contract`, `spot`, `framework`.
        package let kind: String?
        package let income: IncomeBand?
        package let starts: PlainDate?
        package let ends: PlainDate?
        package let isReported: Bool
        package let returnsAYear: Int
        /// How long before its end either side has to say so.
        package let noticeMonths: Int?
        /// The record that says so.
        package let source: String

        package init(
            name: String,
            organisation: String,
            value: Money?,
            kind: String?,
            income: IncomeBand?,
            starts: PlainDate?,
            ends: PlainDate?,
            isReported: Bool,
            returnsAYear: Int = 4,
            noticeMonths: Int? = nil,
            source: String
        ) {
            (self.name, self.organisation, self.value) = (name, organisation, value)
            (self.kind, self.income) = (kind, income)
            (self.starts, self.ends) = (starts, ends)
            (self.isReported, self.source) = (isReported, source)
            (self.returnsAYear, self.noticeMonths) = (returnsAYear, noticeMonths)
        }

        /// Two years or more; nil where one of the days is not known.
        var isLong: Bool? {
            guard let starts, let ends else { return nil }
            let years = starts.adding(days: 729)
            return ends >= years
        }
    }

    private let contracts: [Contract]

    package init(_ contracts: [Contract]) { self.contracts = contracts }

    private static let sizes: [(name: String, pounds: Range<Int64>)] = [
        ("under £5,000", 0..<5_000), ("£5,000 to £25,000", 5_000..<25_000),
        ("£25,000 to £100,000", 25_000..<100_000),
        ("£100,000 to £1 million", 100_000..<1_000_000), ("£1 million or more", 1_000_000..<(.max)),
    ]

    package var bySize: FigureTable {
        table("Size of contracts and grants", "value a year") {
            Self.sizes.map { size in
                (
                    size.name,
                    contracts.filter { contract in
                        contract.value.map { size.pounds.contains($0.pence / 100) } ?? false
                    }
                )
            } + [("not written", contracts.filter { $0.value == nil })]
        }
    }

    package var byIncome: FigureTable {
        table("Who holds them, by yearly income", "income") {
            IncomeBand.allCases.map { band in
                (band.title, contracts.filter { $0.income == band })
            } + [("not known", contracts.filter { $0.income == nil })]
        }
    }

    /// The share of small organisations; nil where no income is known.
    package var smallSentence: String? {
        let known = contracts.filter { $0.income != nil }
        let small = known.filter { $0.income?.isSmall == true }
        let share = Figure.share(Self.sum(small), of: Self.sum(known))
        guard share.value != .none else { return nil }
        return "Organisations under £1 million a year hold \(share.text) of what went to those"
            + " whose income is known."
    }

    private static let kinds: [(title: String, kind: String?)] = [
        ("grants", "grant"), ("contracts", "contract"), ("spot purchases", "spot"),
        ("frameworks", "framework"), ("not written", nil),
    ]

    package var byKind: FigureTable {
        table("Grants and contracts", "kind") {
            Self.kinds.map { group in
                (group.title, contracts.filter { $0.kind == group.kind })
            }
        }
    }

    private static let lengths: [(title: String, isLong: Bool?)] = [
        ("two years or more", true), ("shorter", false), ("not written", nil),
    ]

    package var byLength: FigureTable {
        table("How long they run", "length") {
            Self.lengths.map { group in
                (group.title, contracts.filter { $0.isLong == group.isLong })
            }
        }
    }

    private func table(
        _ title: String,
        _ rowName: String,
        _ groups: () -> [(name: String, contracts: [Contract])]
    ) -> FigureTable {
        let all = Self.sum(contracts)
        return FigureTable(
            title,
            rowName: rowName,
            columns: [
                .init("services", "commissioned services that run today."),
                .init("value a year", "what was agreed for them, where it is written."),
                .init("share", "their value, of the value of all."),
            ],
            rows: groups().filter { !$0.contracts.isEmpty }.map { name, contracts in
                let value = Self.sum(contracts)
                return FigureTable.Row(
                    name,
                    [.level(contracts.count), .money(value), .share(value, of: all)],
                    records: contracts.count
                )
            },
            shape: .open
        )
    }

    private static func sum(_ contracts: [Contract]) -> Money {
        Money(pence: contracts.compactMap { $0.value?.pence }.reduce(0, &+))
    }
}

/// How large an organisation is by what it takes in a year.
package enum IncomeBand: String, CaseIterable, Sendable {
    case under10k = "under_10k"
    case under100k = "under_100k"
    case under500k = "under_500k"
    case under1m = "under_1m"
    case over1m = "over_1m"

    package var title: String {
        switch self {
        case .under10k: "under £10,000"
        case .under100k: "£10,000 to £100,000"
        case .under500k: "£100,000 to £500,000"
        case .under1m: "£500,000 to £1 million"
        case .over1m: "£1 million or more"
        }
    }

    /// Small as charities are counted: less than a million a year.
    package var isSmall: Bool { self != .over1m }
}
