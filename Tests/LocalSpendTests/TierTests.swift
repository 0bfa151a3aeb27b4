// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import LocalSpend
import Testing

@Suite("Early intervention by pounds")
struct TierTests {
    private let quarter = SpendQuarter(index: 2_025 * 4)

    private func cell(
        _ supplier: String,
        _ pounds: Int64,
        said: SpendCell.Said? = nil,
        exclusion: SpendExclusion? = nil
    ) -> SpendCell {
        SpendCell(
            quarter: quarter,
            supplier: SupplierName(supplier),
            exclusion: exclusion,
            amount: Money(pence: pounds * 100),
            said: said
        )
    }

    private func year(_ cells: [SpendCell]) throws -> TierTally {
        let suppliers = [
            Supplier(name: SupplierName("Early Ltd"), tier: .earlyHelp, tierReason: "hub"),
            Supplier(name: SupplierName("Acute plc"), tier: .acute, tierReason: "hospital"),
        ]
        let years = TierTally.years(
            cells,
            SupplierBook(suppliers),
            services: ["befriending": .universal]
        )
        return try #require(years[FinancialYear(start: 2_025)])
    }

    @Test("the share is of what has a tier; the rest stands apart, and salaries nowhere")
    func share() throws {
        let tally = try year([
            cell("EARLY LIMITED", 30), cell("Acute plc", 60), cell("Nobody", 500),
            cell("Redacted", 7), cell("Acute plc", 1_000, exclusion: .salaries),
            cell("Acute plc", -10),
        ])
        #expect(tally.share.numerator.pence == 3_000)
        #expect(tally.share.denominator.pence == 8_000)
        #expect(tally.share.percent?.shown == "37.5")
        #expect(tally.untiered.pence == 50_700)
    }

    @Test("a row's own word goes before its service, and that before the supplier")
    func precedence() throws {
        let said = { (tier: Tier?, service: String) in
            SpendCell.Said(circle: nil, supplierClass: nil, tier: tier, service: service)
        }
        let tally = try year([
            cell("Acute plc", 1, said: said(.specialist, "Befriending")),
            cell("Acute plc", 2, said: said(nil, "Befriending")),
            cell("Acute plc", 4, said: said(nil, "unheard of")),
        ])
        #expect(tally.amount(of: .specialist).pence == 100)
        #expect(tally.amount(of: .universal).pence == 200)
        #expect(tally.amount(of: .acute).pence == 400)
        #expect(tally.early.pence == 200 && tally.untiered.pence == 0)
    }

    @Test("a tier without its reason is refused")
    func reason() {
        let name = SupplierName("A")
        #expect(Supplier(name: name, tier: .universal).problem?.contains("--reason") == true)
        #expect(Supplier(name: name, tier: .universal, tierReason: "open door").problem == nil)
    }
}
