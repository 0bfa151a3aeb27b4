// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend
import Testing

@Suite("Figures under a definition")
struct FiguresTests {
    private func definition(
        _ id: String = "d",
        classes: Set<SupplierClass> = [],
        categories: Set<SpendCategory> = []
    ) throws -> SpendDefinition {
        SpendDefinition(
            id: id,
            title: "Third-party spending",
            classes: classes,
            categories: categories,
            areas: [
                .council: try PostcodeArea("BD, LS29 7"), .county: try PostcodeArea("LS, HX"),
                .region: try PostcodeArea("S, HU"),
            ]
        )
    }

    private func cell(
        _ supplier: String,
        _ pounds: Int64,
        _ postcode: String = "",
        category: SpendCategory? = nil,
        exclusion: SpendExclusion? = nil,
        said: SpendCell.Said? = nil
    ) throws -> SpendCell {
        SpendCell(
            quarter: SpendQuarter(of: try #require(PlainDate("2025-06-03"))),
            supplier: SupplierName(supplier),
            postcode: Postcode(postcode),
            category: category,
            exclusion: exclusion,
            amount: Money(pence: pounds * 100),
            said: said
        )
    }

    private func tally(
        _ cells: [SpendCell],
        _ definition: SpendDefinition,
        _ suppliers: [Supplier] = []
    ) throws -> SpendTally {
        let figures = SpendFigures(cells, definition, SupplierBook(suppliers))
        return try #require(figures.years[FinancialYear(start: 2025)])
    }

    @Test("circles come from postcodes; what nothing tells counts below the line and not above")
    func circles() throws {
        let tally = try tally(
            [
                cell("A", 100, "BD1 1HX"), cell("B", 50, "LS29 7AA"), cell("C", 40, "LS1 1AA"),
                cell("D", 30, "HU1 1AA"), cell("E", 20, "EC1A 1BB"), cell("F", 10),
                cell("Redacted", 5, "BD1 1HX"), cell("A", -20, "BD1 1HX"),
            ],
            definition()
        )
        #expect(tally.counted.pence == 23_500)
        #expect(tally.local.pence == 13_000)
        #expect(tally.share.percent?.shown == "55.3")
        #expect(
            tally.circles.mapValues(\.pence) == [
                .council: 13_000, .county: 4_000, .region: 3_000, .country: 2_000,
            ]
        )
        #expect(tally.unknown.pence == 1_000)
        #expect(tally.redacted.pence == 500)
    }

    @Test("a local office that delivers counts where it is, whatever the head office's postcode")
    func deliveryBase() throws {
        let suppliers = [
            Supplier(
                name: SupplierName("National Care Limited"),
                supplierClass: .large,
                circle: .council,
                source: .deliveryBase
            )
        ]
        let cells = [try cell("NATIONAL CARE LTD.", 100, "EC1A 1BB")]
        let tally = try tally(cells, definition(), suppliers)
        #expect(tally.local.pence == 10_000)
        #expect(tally.sources[.deliveryBase]?.pence == 10_000)
        #expect(tally.classes[.large]?.pence == 10_000)
    }

    @Test("a circle without its source, and an override without its reason, are refused")
    func reasons() {
        let name = SupplierName("A")
        #expect(Supplier(name: name, circle: .council).problem != nil)
        #expect(Supplier(name: name, circle: .council, source: .override).problem != nil)
        let reason = "depot in Shipley"
        let whole = Supplier(name: name, circle: .council, source: .override, reason: reason)
        #expect(whole.problem == nil)
    }

    @Test("what a definition leaves out stands apart, and moves neither side")
    func exclusions() throws {
        let cells = [
            try cell("HMRC", 1_000, exclusion: .hmrc), try cell("A", 60, "BD1", category: .grants),
            try cell("B", 40, "EC1A", category: .works), try cell("C", 7, "BD1"),
        ]
        let all = try tally(cells, definition())
        #expect(all.excluded[.hmrc]?.pence == 100_000)
        #expect(all.counted.pence == 10_700)
        let grants = try tally(cells, definition(categories: [.grants, .works]))
        #expect(grants.counted.pence == 10_000)
        #expect(grants.otherCategories.pence == 700)
        #expect(grants.share.percent?.shown == "60.0")
    }

    @Test("shares of voluntary organisations and small firms, in all and local")
    func classes() throws {
        let suppliers = [
            Supplier(name: SupplierName("A"), supplierClass: .vcse),
            Supplier(name: SupplierName("B"), supplierClass: .vcse),
            Supplier(name: SupplierName("C"), supplierClass: .small),
        ]
        let cells = [
            try cell("A", 30, "BD1"), try cell("B", 20, "EC1A"), try cell("C", 25, "BD1"),
            try cell("D", 25, "BD1"),
        ]
        let tally = try tally(cells, definition(), suppliers)
        #expect(tally.share(of: .vcse).percent?.shown == "50.0")
        #expect(tally.localShare(of: .vcse).percent?.shown == "30.0")
        #expect(tally.share(of: .small).percent?.shown == "25.0")
        #expect(tally.unclassed.pence == 2_500)
        let only = try self.tally(cells, definition(classes: [.vcse]), suppliers)
        #expect(only.local.pence == 3_000)
    }

    @Test("a row by hand counts as its author said, unless the supplier is known better")
    func byHand() throws {
        let said = SpendCell.Said(circle: .council, supplierClass: .vcse)
        let cells = [try cell("A", 10, said: said)]
        #expect(try tally(cells, definition()).local.pence == 1_000)
        let known = Supplier(
            name: SupplierName("A"),
            circle: .region,
            source: .registeredOffice
        )
        #expect(try tally(cells, definition(), [known]).local.pence == 0)
    }

    @Test("there is no share of nothing, and none of a year of refunds")
    func nothing() throws {
        #expect(Share(Money(pence: 0), of: Money(pence: 0)).percent == nil)
        #expect(Share(Money(pence: 5), of: Money(pence: -5)).percent == nil)
    }

    @Test("a quarter belongs to the year that began in April")
    func quarters() throws {
        let quarter = { (text: String) in PlainDate(text).map { SpendQuarter(of: $0).description } }
        #expect(quarter("2025-03-31") == "2024/25 Q4")
        #expect(quarter("2025-04-01") == "2025/26 Q1")
        #expect(quarter("2025-09-30") == "2025/26 Q2")
        #expect(quarter("2025-12-31") == "2025/26 Q3")
        for index in 7_000..<9_000 { #expect(SpendQuarter(index: index).index == index) }
        #expect(FinancialYear("1999/00")?.description == "1999/00")
        #expect(FinancialYear("2019/21") == nil)
    }
}
