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

    @Test("two numbers under one name are two suppliers")
    func numbers() throws {
        let path = office.home + "/uk.csv"
        let rows = [
            "Date,Supplier,Amount,Company Number,Postcode",
            "2025-08-03,Age UK,1234,GB-CHC-1111111,BD1 1AA",
            "2025-08-05,Age UK,10,GB-CHC-2222222,BD1 1AA",
        ]
        try Data(rows.joined(separator: "\r\n").utf8).write(to: URL(filePath: path))
        #expect(try run("spend", "import", path).isDone)
        let set = ["spend", "supplier", "set", "Age UK", "--number"]
        let far = ["GB-CHC-1111111", "--circle", "4", "--how", "override", "--reason", "hq"]
        #expect(try office.run(set + far).exit == 0)
        #expect(try tally().local.pence == 1_000)
        #expect(try office.run(set + ["GB-CHC-2222222", "--class", "vcse"]).exit == 0)
        #expect(try tally().classes[.vcse]?.pence == 1_000)
        let either = try run("spend", "supplier", "set", "Age UK", "--class", "large")
        #expect(!either.isDone && either.text.contains("--number"))
    }

    @Test("what two people say apart of one supplier is not known, and both are named")
    func rivals() throws {
        try importing(["2025-08-01,Zed Ltd,1000,BD1 1AA"])
        let records = try ["Zed Ltd": "c4", "ZED LIMITED": "c1"].map { name, circle in
            try office.store.write { session in
                let answers: [(String, FieldValue)] = [
                    ("name", .text(name)), ("circle", .choice(circle)),
                    ("how", .choice("override")), ("reason", .text("so")),
                ]
                var fields: [FieldPath: FieldValue] = [:]
                for (path, value) in answers { fields[try #require(FieldPath(path))] = value }
                return try session.create(try formID("supplier"), fields: fields).record
            }
        }
        let shown = try run("spend", "show")
        #expect(shown.text.contains("say different things of the supplier"))
        for record in records { #expect(shown.text.contains(record.description)) }
        // The postcode of the ledger decides meanwhile.
        #expect(try tally().sources[.override] == nil)
        #expect(try tally().local.pence == 100_000)
        let set = try run("spend", "supplier", "set", "Zed Ltd", "--class", "small")
        #expect(!set.isDone && set.text.contains("Delete the one that is wrong"))
        #expect(try run("delete", records[0].description, "--reason", "agreed").isDone)
        #expect(try run("spend", "supplier", "set", "Zed Ltd", "--class", "small").isDone)
    }

    @Test("the report on early help draws whole years in its line, and parts of years apart")
    func early() throws {
        let rows = (4...12).map { "2024-\($0 < 10 ? "0" : "")\($0)-03,Hub,30,BD1 1AA" }
        let rest = (1...3).map { "2025-0\($0)-28,Ward,20,BD1 1AA" }
        try importing(rows + rest + ["2025-03-31,Hub,30,BD1 1AA", "2024-04-01,Hub,30,BD1 1AA"])
        try importing(["2025-04-01,Hub,90,BD1 1AA", "2025-06-30,Ward,10,BD1 1AA"], "part.csv")
        for (name, tier) in [("Hub", "early_help"), ("Ward", "statutory_acute")] {
            let set = ["spend", "supplier", "set", name, "--tier", tier, "--reason", "so"]
            #expect(try office.run(set).exit == 0)
        }
        let path = office.home + "/early.html"
        #expect(try run("report", "early", "--for", "ourselves", "--html", path).isDone)
        let page = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        #expect(page.contains("Early intervention by pounds, years not whole"))
        #expect(page.contains("2025/26, 1 of 4 quarters"))
        // Only the whole year stands in pictures.
        let pictures = page.components(separatedBy: "<svg").dropFirst().compactMap {
            $0.components(separatedBy: "</svg>").first
        }
        #expect(pictures.contains { $0.contains("2024/25") })
        #expect(!pictures.contains { $0.contains("2025/26") })
    }
}
