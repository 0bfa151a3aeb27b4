// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import LocalSpend
import Pictures

/// The report on early intervention: by pounds, by what was agreed, by people.
extension ReportMaterial {
    func earlySections() throws -> [Report.Section] {
        let spend = outside.spend.map { EarlySpending($0, services: serviceTiers).sections } ?? []
        let reasons = try reasonRows()
        let agreed = tierTable
        let contracts = agreed.rows.isEmpty ? [] : [Report.Section(agreed)]
        let why = reasons.rows.isEmpty ? [] : [Report.Section(reasons)]
        return try spend + contracts + why + entrySections()
    }

    /// Whom an organisation reached early; a council has no people of its own to count.
    private func entrySections() throws -> [Report.Section] {
        guard organisation != nil else { return [] }
        let tiers = try choices(of: "need")
        let reach = ReachTables(cases, in: periods, of: service?.id, tiers: tiers, needs: [])
        let levels = Chart(
            .stacked,
            "New people by level",
            columns: tiers.map(\.title) + ["not known"]
        )
        return [
            .init(reach.entry, charts: [levels]),
            .init(
                reach.early(["universal", "early_help"]),
                charts: [Chart(.lines, "Came early, per cent", columns: ["came early"], top: 100)]
            ),
        ]
    }

    /// Tiers by what services are called by in other records.
    private var serviceTiers: [String: Tier] {
        var tiers: [String: Tier] = [:]
        for service in services {
            guard let tier = service.tier else { continue }
            tiers[service.id.description] = tier
            if let name = service.text("name") { tiers[name.lowercased()] = tier }
        }
        return tiers
    }

    /// What was agreed for services that run, by tier.
    private var tierTable: FigureTable {
        let groups = Dictionary(grouping: services, by: \.tier)
        let value = { (services: [Record]) in
            let agreed = services.filter { !$0.isDisputed("annual_value") }
            return Money(pence: agreed.compactMap { $0.money("annual_value")?.pence }.reduce(0, &+))
        }
        let tiered = value(services.filter { $0.tier != nil })
        return FigureTable(
            "Services by tier",
            rowName: "tier",
            columns: [
                .init("services", "services of the council on this device."),
                .init("value a year", "what was agreed for them, where it is written."),
                .init("share", "their value, of the value of services with a tier."),
            ],
            rows: (Tier.allCases.map(Optional.some) + [nil]).compactMap { tier in
                guard let found = groups[tier] else { return nil }
                let sum = value(found)
                return FigureTable.Row(
                    tier?.title ?? "no tier",
                    [
                        .level(found.count), .money(sum),
                        tier == nil ? Figure(.none) : .share(sum, of: tiered),
                    ],
                    records: found.count
                )
            },
            shape: .open
        )
    }

    /// Who or what has which tier, and why.
    private func reasonRows() throws -> FigureTable {
        let fromServices = services.compactMap { service -> FigureTable.Row? in
            guard let tier = service.tier else { return nil }
            return Self.reason(
                service.text("name") ?? service.id.short,
                tier,
                service.text("tier_reason") ?? ""
            )
        }
        let suppliers = outside.spend?.book.suppliers.all ?? []
        let fromSuppliers = suppliers.compactMap { supplier in
            supplier.tier.map {
                Self.reason(supplier.name.text, $0, supplier.tierReason)
            }
        }
        return FigureTable(
            "Why each tier",
            rowName: "service or supplier",
            columns: [.init("tier", "how early it helps."), .init("why", "the reason given.")],
            rows: (fromServices + fromSuppliers).sorted { $0.name < $1.name },
            shape: .open
        )
    }

    private static func reason(
        _ name: String,
        _ tier: Tier,
        _ reason: String
    ) -> FigureTable.Row {
        let words = reason.isEmpty ? "no reason was given" : inert(reason)
        return .init(inert(name), [.words(tier.title), .words(words)])
    }
}

extension Record {
    /// How early a service helps; nil where nobody says, and while it is in dispute.
    fileprivate var tier: Tier? {
        isDisputed("tier", "tier_reason") ? nil : text("tier").flatMap(Tier.init)
    }
}
