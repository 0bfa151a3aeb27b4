// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("What may be said of suppliers against a ledger", .timeLimit(.minutes(5)))
struct SupplierRuleTests {
    private let office: Desk

    init() throws {
        office = try Desk(.finance)
        _ = try run("spend", "definition", "add", "rule", "--title", "Rule", "--area1", "BD")
    }

    private func run(_ arguments: String...) throws -> (isDone: Bool, text: String) {
        let done = try office.run(arguments)
        let words = (done.output + done.errors).split(whereSeparator: \.isWhitespace)
        return (done.exit == 0, words.joined(separator: " "))
    }

    private func importing(_ rows: [String], _ name: String = "paid.csv") throws {
        let path = office.home + "/" + name
        let text = (["Date,Supplier,Amount,Postcode"] + rows).joined(separator: "\r\n") + "\r\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(try run("spend", "import", path).isDone)
    }

    private func tally() throws -> SpendTally {
        let source = try SpendSource(office.store, council: nil)
        return try #require(try source.reports(only: "rule").first?.figures.years.values.first)
    }

    @Test("a firm whose name begins as a withheld one does counts once it is said what it is")
    func confidential() throws {
        try importing([
            "2025-08-01,Confidential Shredding Ltd,5000,BD1 1AA",
            "2025-08-02,Individual - Redacted Personal Data,70,BD1 1AA",
        ])
        #expect(try tally().redacted.pence == 507_000)
        let tier = try run(
            "spend",
            "supplier",
            "set",
            "Confidential Shredding Ltd",
            "--tier",
            "universal",
            "--reason",
            "open to all"
        )
        #expect(tier.isDone && tier.text.contains("until --class or --circle"))
        #expect(try tally().redacted.pence == 507_000)
        let said = ["spend", "supplier", "set", "Confidential Shredding Ltd", "--class", "small"]
        #expect(try office.run(said).exit == 0)
        #expect(try tally().redacted.pence == 7_000 && tally().local.pence == 500_000)
        let never = try run("spend", "supplier", "set", "Redacted Ltd", "--class", "small")
        #expect(!never.isDone && never.text.contains("withheld"))
    }

    @Test("a registered office is where its postcode lies; elsewhere it is an override")
    func registered() throws {
        try importing(["2025-08-01,National plc,7000,EC1A 1BB"])
        let set = ["spend", "supplier", "set", "National plc", "--circle", "1", "--how"]
        let refused = try office.run(set + ["registered_office"])
        #expect(refused.exit != 0 && refused.errors.contains("EC1A 1BB"))
        #expect(refused.errors.contains("override"))
        let again = try office.run(set + ["registered_office", "--postcode", "EC1A 1BB"])
        #expect(again.exit != 0)
        #expect(try tally().local.pence == 0)
        #expect(try office.run(set + ["override", "--reason", "depot"]).exit == 0)
        #expect(try tally().local.pence == 700_000)
        let moved = ["registered_office", "--postcode", "BD1 1HX"]
        #expect(try office.run(set + moved).exit == 0)
        let unknown = ["spend", "supplier", "set", "Nobody", "--circle", "1", "--how"]
        let unplaced = try office.run(unknown + ["registered_office"])
        #expect(unplaced.exit != 0 && unplaced.errors.contains("--postcode"))
    }
}
