// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("Local spend by quarter, to the penny", .timeLimit(.minutes(5)))
struct SpendQuarterTests {
    private let office: Desk

    init() throws {
        office = try Desk(.finance)
        let rule = ["spend", "definition", "add", "rule", "--title", "Rule", "--area1", "BD"]
        #expect(try office.run(rule).exit == 0)
    }

    private func write(_ rows: [String], _ name: String) throws -> String {
        let file = office.home + "/" + name
        let lines = ["Date,Supplier,Amount,Postcode"] + rows + [""]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
        return file
    }

    /// Two whole quarters, and one of which a month is known.
    private func imported() throws {
        let file = try write(
            [
                "2025-04-01,Near Ltd,100.49,BD1 1AA", "2025-05-01,Far Ltd,100.02,EC1A 1BB",
                "2025-06-30,Far Ltd,100.00,EC1A 1BB", "2025-07-01,Near Ltd,0.50,BD1 1AA",
                "2025-09-30,Far Ltd,1.00,EC1A 1BB", "2025-10-31,Near Ltd,7.01,BD1 1AA",
            ],
            "ledger.csv"
        )
        #expect(try office.run(["spend", "import", file]).exit == 0)
    }

    private func lines(_ more: String...) throws -> [String] {
        let file = office.home + "/\(UUID().uuidString).csv"
        let outcome = try office.run(["report", "spend", "--csv", file] + more)
        #expect(outcome.exit == 0, "\(outcome.errors)")
        return try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\r\n")
    }

    private func starts(_ lines: [String], _ start: String) -> Bool {
        lines.contains { $0.contains(start) }
    }

    @Test("every amount is told in pence, and to the penny in words, wherever it stands")
    func pence() throws {
        try imported()
        let all = try lines()
        let row = "2025/26 rule, 7 of 12 months"
        #expect(starts(all, "What it is a share of,\"\(row)\",local,10800,,,£108,"))
        #expect(starts(all, "What it is a share of,\"\(row)\",counted,30902,,,£309.02,"))
        #expect(starts(all, "in the area,10800,,,£108,"))
        #expect(starts(all, "elsewhere,20102,,,£201.02,"))
        #expect(starts(all, "years not whole: rule\",\"2025/26, 7 of 12 months\",counted,30902,,,"))
        let json = try office.run(["report", "spend", "--json"]).output.filter { !$0.isWhitespace }
        #expect(json.contains("\"pence\":30902") && !json.contains("\"pence\":30900"))
        let shown = try office.run(["spend", "show"]).output
        #expect(shown.contains("£309.02") && shown.contains("£201.02"))
    }

    @Test("quarters are those of the financial year; one that is not whole is drawn in no line")
    func quarters() throws {
        try imported()
        let all = try lines("--quarter", "2025-Q3", "--quarters", "3")
        #expect(starts(all, "Local share of spending by quarter,2025-Q1,rule,,10049,30051,33.4%"))
        #expect(starts(all, "Local share of spending by quarter,2025-Q2,rule,,50,150,33.3%"))
        #expect(starts(all, "Local share of spending by quarter,2025-Q3,rule,,,,–"))
        #expect(starts(all, ",\"2025-Q3 rule, 1 of 3 months\",counted,701,,,£7.01,"))
        #expect(starts(all, ",2025-Q1,in the area,10049,,,£100.49,"))
        #expect(starts(all, "To whom it goes, by quarter: rule\",2025-Q2,counted,150,"))
        #expect(!starts(all, "2025/26") && !starts(all, "2024-Q4"))
        let one = try lines("--quarter", "2025-Q1", "--quarters", "1")
        #expect(starts(one, ",2025-Q1,rule,") && !starts(one, "2025-Q2"))
        #expect(starts(try lines(), "2025/26"))
        let shown = try office.run(["spend", "show"]).output
        #expect(shown.contains("Q3, 1 of 3 months") && !shown.contains("Q2, "))
        let json = try office.run(["spend", "show", "--json"]).output.filter { !$0.isWhitespace }
        #expect(json.contains("\"words\":\"1of3months\"") && json.contains("\"whole\":true"))
    }

    @Test("spending has no days; it says which choice it takes")
    func days() throws {
        try imported()
        let days = ["--from", "2025-04-01", "--to", "2025-05-01"]
        let refused = try office.run(["report", "spend"] + days)
        #expect(refused.exit == ExitStatus.usage && refused.errors.contains("--quarter 2025-Q2"))
        let service = try office.run(["report", "spend", "--service", "Advice"])
        #expect(service.errors.contains("It takes: --definition, --quarter, --quarters, --html"))
    }

    @Test("a corrected file of the same name has rows kept aside of its own, named first")
    func aside() throws {
        let good = "2025-04-01,Near Ltd,100.00,BD1 1AA"
        let file = try write([good, "soon,Mill,40.00,BD1 1AA"], "q1.csv")
        let first = try office.run(["spend", "import", file])
        #expect(first.output.contains("They are in \(file).kept-aside.csv, with the reasons."))
        let ledger = try #require(
            try office.store.read { session in
                try session.records(form: try formID("spend_ledger")).first?.id.description
            }
        )
        _ = try write([good, "2025-04-02,Mill,40.00,BD1 1AA", "later,Hub,1.00,BD1 1AA"], "q1.csv")
        let replace = ["spend", "import", file, "--replaces", ledger]
        let rehearsed = try office.run(replace + ["--dry-run"])
        #expect(rehearsed.exit == 0 && rehearsed.output.contains("line 4: 'later' is no date"))
        let second = try office.run(replace)
        #expect(second.exit == 0, "\(second.errors)")
        let own = "They are in \(file).kept-aside-2.csv, with the reasons."
        let other = "Of an earlier import, not of this one: \(file).kept-aside.csv."
        let (mine, theirs) = (second.output.range(of: own), second.output.range(of: other))
        #expect(try #require(mine?.lowerBound) < (try #require(theirs?.lowerBound)))
        let rows = { try String(contentsOfFile: file + $0, encoding: .utf8) }
        #expect(try rows(".kept-aside-2.csv").contains("'later' is no date"))
        #expect(try rows(".kept-aside.csv").contains("'soon' is no date"))
    }

    @Test("a corrected file that cannot be imported leaves the former ledger, and no file")
    func whole() throws {
        let good = "2025-04-01,Near Ltd,100.00,BD1 1AA"
        let file = try write([good], "q1.csv")
        #expect(try office.run(["spend", "import", file]).exit == 0)
        let ledger = try #require(
            try office.store.read { session in
                try session.records(form: try formID("spend_ledger")).first?.id.description
            }
        )
        let before = try office.run(["spend", "show", "--json"]).output
        let bad = try write(["soon,Mill,40.00,BD1 1AA", "later,Hub,1.00,BD1 1AA"], "bad.csv")
        let refused = try office.run(["spend", "import", bad, "--replaces", ledger])
        #expect(refused.exit != 0 && refused.errors.contains("Nothing was imported"))
        // Rows that could be read, and no place for those that could not.
        let taken = try write([good, "2025-05-01,Hub,1.00,BD1 1AA", "soon,A,1,"], "taken.csv")
        let named = ["--replaces", ledger, "--aside", bad]
        #expect(try office.run(["spend", "import", taken] + named).exit == ExitStatus.usage)
        #expect(try office.run(["spend", "show", "--json"]).output == before)
        // Its rows kept aside are written before it is saved, and saving it fails.
        let title = String(repeating: "a", count: Limits.textLengthMax + 1)
        let long = ["spend", "import", taken, "--replaces", ledger, "--title", title]
        #expect(try office.run(long).exit != 0)
        #expect(try office.run(["spend", "show", "--json"]).output == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: office.home)
        #expect(!left.contains { $0.contains("kept-aside") || $0.hasSuffix(".partial") })
    }

    @Test("what a council agreed with community organisations stands under its principle")
    func commitments() throws {
        let desk = try Desk(.reviewer)
        let set = [
            "name=Befriending", "contract=grant", "annual_value=5000", "starts=2026-04-01",
            "ends=2028-03-31", "notice_months=6", "payment[+]/due=2026-06-30",
            "payment[+]/paid=2026-06-29", "asset[+]/what=Old Hall",
            "asset[+]/from=2026-05-01", "asset[+]/terms=long_lease",
        ]
        let made = try desk.run(
            ["new", "service", "--organisation", Desk.hub.description]
                + set.flatMap { ["--set", $0] }
        )
        #expect(made.exit == 0, "\(made.errors)")
        let service = try #require(
            desk.store.read { try $0.records(form: try formID("service")).first?.id.description }
        )
        let later = ["edit", service, "--set", "payment[+]/due=2026-09-30"]
        #expect(try desk.run(later).exit == 0)
        let shown = try desk.run(["report", "principles"]).output
        #expect(shown.contains("Commit to community: what was agreed, and kept"))
        let words = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for row in [
            "grants, by value 100.0% 1", "two years or more, by value 100.0% 1",
            "notice of three months or more 100% (1 of 1) 1", "payments on time 50% (1 of 2) 2",
            "assets that organisations hold 1 1", "of these, theirs or for 25 years or more 1 1",
        ] { #expect(words.contains(row), "\(row) in \(words)") }
    }
}
