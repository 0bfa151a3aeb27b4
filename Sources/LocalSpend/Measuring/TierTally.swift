// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Spending by how early it helps.
///
/// What a row says of itself goes before the tier of its service, and that before the tier of its
/// supplier. Salaries, taxes, pensions and debt are no services and stand in none of the sums.
package struct TierTally: Hashable, Sendable {
    package private(set) var tiers: [Tier: Money] = [:]
    /// What nobody has given a tier, with what is redacted.
    package private(set) var untiered = Money(pence: 0)

    package init() {}

    package var early: Money { sum { $0.isEarly } }
    package var tiered: Money { sum { _ in true } }
    /// Early intervention, of what has a tier.
    package var share: Share { Share(early, of: tiered) }

    package func amount(of tier: Tier) -> Money { tiers[tier] ?? Money(pence: 0) }

    /// `services` are tiers by the identifier and by the name of a service, in small letters.
    package mutating func add(
        _ cell: SpendCell,
        _ suppliers: SupplierBook,
        services: [String: Tier]
    ) {
        guard cell.exclusion == nil else { return }
        let service = cell.said.flatMap { services[$0.service.lowercased()] }
        let supplier = suppliers.supplier(name: cell.supplier, number: cell.supplierID)
        guard let tier = cell.said?.tier ?? service ?? supplier?.tier else {
            untiered = untiered + cell.amount
            return
        }
        tiers[tier] = amount(of: tier) + cell.amount
    }

    package static func years(
        _ cells: some Sequence<SpendCell>,
        _ suppliers: SupplierBook,
        services: [String: Tier]
    ) -> [FinancialYear: TierTally] {
        var years: [FinancialYear: TierTally] = [:]
        for cell in cells {
            years[cell.quarter.year, default: TierTally()]
                .add(cell, suppliers, services: services)
        }
        return years.filter { $0.value != TierTally() }
    }

    private func sum(_ isCounted: (Tier) -> Bool) -> Money {
        tiers.filter { isCounted($0.key) }.map(\.value).reduce(Money(pence: 0), +)
    }
}
