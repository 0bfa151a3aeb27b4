// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("Definitions of local spend, and what rests on them", .timeLimit(.minutes(5)))
struct SpendRuleTests {
    private let office: Desk

    init() throws { office = try Desk(.finance) }

    private func define(_ name: String, _ area: String = "BD") throws -> RecordID {
        let done = try office.run([
            "spend", "definition", "add", name, "--title", name, "--area1", area, "--json",
        ])
        #expect(done.exit == 0, "\(done.output)")
        return try newest()
    }

    private func newest() throws -> RecordID {
        let all = try office.store.read { session in
            try session.records(form: try formID("spend_definition")).map(\.id)
        }
        return try #require(all.max())
    }

    private func figure(
        _ year: String,
        of: String,
        _ more: String...
    ) throws -> (exit: Int32, output: String) {
        let rule = more.contains("--definition") ? [] : ["--definition", "rule"]
        let done = try office.run(
            [
                "spend", "figure", "--year", year, "--local", "40m", "--of", of, "--source",
                "minutes",
            ] + rule + more
        )
        return (Int32(done.exit), done.output + done.errors)
    }

    @Test("a definition is never changed; another one is made beside it")
    func once() throws {
        let record = try define("rule")
        let problem = #expect(throws: Problem.self) {
            try office.store.write {
                try $0.edit(record, fields: [try #require(FieldPath("area1")): .text("LS")])
            }
        }
        #expect(problem?.code == .forbidden)
        #expect(problem?.message.contains("Make a new one") == true)
    }

    @Test("a year that has not begun has no figure that was published")
    func future() throws {
        _ = try define("rule")
        let refused = try figure("2030/31", of: "100m")
        #expect(refused.exit != 0 && refused.output.contains("has not begun"))
        #expect(try figure("2025/26", of: "100m").exit == 0)
    }

    @Test("two figures of one year, saved apart, stop nothing and are both named")
    func twoFigures() throws {
        _ = try define("rule")
        #expect(try figure("2023/24", of: "100m").exit == 0)
        let records = try [Int64(100), 300].map { pounds -> RecordID in
            let point = SpendPoint(
                year: try #require(FinancialYear("2018/19")),
                share: Share(Money(pence: pounds * 100), of: Money(pence: 40_000)),
                definition: "rule",
                source: "minutes"
            )
            return try office.store.write { session in
                try session.create(try formID("spend_figure"), fields: point.fields).record
            }
        }
        for command in [["spend", "show"], ["report", "spend"]] {
            let done = try office.run(command)
            let words = (done.output + done.errors).split(whereSeparator: \.isWhitespace)
            let text = words.joined(separator: " ")
            #expect(done.exit == 0 && text.contains("2 figures stand for 2018/19"))
            for record in records { #expect(text.contains(record.description), "\(command)") }
        }
        let third = try figure("2018/19", of: "100m")
        #expect(third.exit != 0 && third.output.contains("figures stand"))
    }

    @Test("a name whose figures still stand is not taken by another definition")
    func deleted() throws {
        let record = try define("rule")
        #expect(try figure("2024/25", of: "100m").exit == 0)
        let gone = try office.run(["delete", record.description])
        #expect(gone.exit == 0)
        let again = try office.run([
            "spend", "definition", "add", "rule", "--title", "Other", "--area1", "LS",
        ])
        #expect(again.exit != 0)
        _ = try define("rule-2")
    }

    @Test("two of one name are both named, and each is found by its identifier")
    func rivals() throws {
        let first = try define("rule")
        let fields = try office.store.read { try $0.record(first)?.fields ?? [:] }
        let second = try office.store.write { session in
            var other = fields
            other[try #require(FieldPath("area1"))] = .text("LS")
            return try session.create(try formID("spend_definition"), fields: other).record
        }
        let book = try office.store.read { try SpendBook($0, council: nil) }
        let note = try #require(book.notes.first { $0.contains("'rule'") })
        #expect(note.contains(first.description) && note.contains(second.description))
        let meant = try book.definition(second.description)
        #expect(meant.areas[.council]?.text == "LS")
        #expect(throws: (any Error).self) { try book.definition("rule") }
    }

    @Test("a total that jumps by more than a third is not saved without its reason")
    func jump() throws {
        _ = try define("rule")
        #expect(try figure("2021/22", of: "100m").exit == 0)
        let refused = try figure("2024/25", of: "140m")
        #expect(refused.exit == 2 && refused.output.contains("more than a third"))
        #expect(refused.output.contains("£100,000,000 in 2021/22 to £140,000,000"))
        #expect(try figure("2024/25", of: "130m").exit == 0)
        #expect(try figure("2025/26", of: "180m", "--reason", "schools joined").exit == 0)
        let shown = try office.run(["spend", "show"]).output
        #expect(shown.contains("for a reason: schools joined") && !shown.contains("140,000,000"))
    }

    @Test("amounts that stand under another definition are not saved under a second one")
    func twice() throws {
        _ = try define("rule")
        _ = try define("other")
        #expect(try figure("2021/22", of: "100m").exit == 0)
        let refused = try figure("2019/20", of: "100m", "--definition", "other")
        #expect(refused.exit == 2 && refused.output.contains("under 'rule' already, for 2021/22"))
        let said = try figure("2019/20", of: "100m", "--definition", "other", "--reason", "so")
        #expect(said.exit == 0)
    }

    @Test("a postcode in two circles is refused, and a definition without any is remarked on")
    func areas() throws {
        let add = ["spend", "definition", "add", "weird", "--title", "W"]
        let twice = try office.run(add + ["--area1", "BD", "--area2", "BD, LS"])
        #expect(twice.exit == 2 && twice.errors.contains("BD is in circle 1 and in circle 2"))
        let none = try office.run(add)
        #expect(none.exit == 0 && none.errors.contains("It names no postcodes"))
    }

    private func ledger(_ rows: [String], _ name: String) throws -> String {
        let path = office.home + "/" + name
        let text = (["Date,Supplier,Amount,Postcode"] + rows).joined(separator: "\r\n") + "\r\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("a year of one quarter's ledger says so everywhere, and no target is reached by it")
    func partial() throws {
        _ = try define("rule")
        let rows = ["2025-04-03,Mill,60.00,BD1 1HX", "2025-06-27,Far,40.00,LS1 1AA"]
        let file = try ledger(rows, "q1.csv")
        #expect(try office.run(["spend", "import", file]).exit == 0)
        let target = [
            "spend", "target", "add", "--definition", "rule", "--baseline-year", "2024/25",
            "--local", "40", "--of", "100", "--year", "2027/28", "--percent", "50",
        ]
        #expect(try office.run(target).exit == 0)
        let shown = try office.run(["spend", "show"]).output
        #expect(shown.contains("ledgers, 1 of 4 quarters"))
        #expect(shown.contains("60.0 % (1 of 4 quarters)"))
        #expect(shown.contains("2025/26, 1 of 4 quarters, from the ledgers"))
        #expect(!shown.contains("reached") && shown.contains("No whole year is known"))
        for format in ["--csv", "--html"] {
            let path = office.home + "/report\(format)"
            #expect(try office.run(["report", "spend", format, path]).exit == 0)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("2025/26 rule, 1 of 4 quarters"), "\(format)")
            #expect(!text.contains("Against the target"))
        }
        let json = try office.run(["spend", "show", "--json"]).output
        #expect(json.contains("1 of 4 quarters"))
        let rest = ["2025-07-01,Mill,45.00,BD1 1HX", "2026-03-30,Far,55.00,LS1 1AA"]
        let later = ["2025-11-01,Mill,1.00,BD1 1HX"]
        let second = try ledger(rest + later, "rest.csv")
        #expect(try office.run(["spend", "import", second]).exit == 0)
        #expect(
            try office.run(["spend", "show"]).output.contains("The target is reached in 2025/26")
        )
    }

    @Test("lines that are not UTF-8 are named, and rows kept aside can be mended and imported")
    func aside() throws {
        _ = try define("rule")
        let file = try ledger(["2025-04-03,Café A,60.00,BD1 1HX", "soon,Mill,40.00,"], "q1.csv")
        var bytes = try Data(contentsOf: URL(filePath: file))
        bytes += try #require("2025-06-05,Café B,5.00,\r\n".data(using: .windowsCP1252))
        try bytes.write(to: URL(filePath: file))
        let done = try office.run(["spend", "import", file])
        #expect(done.exit == 0 && done.output.contains("1 line is not in UTF-8"))
        #expect(done.output.contains("Windows-1252: line 4"))
        let names = try office.store.read { session in
            try SpendBook(session, council: nil).ledgers.ledgers.flatMap {
                try session.spendCells(of: $0.record).map(\.supplier.text)
            }
        }
        #expect(Set(names) == ["Café A", "Café B"])
        let aside = try String(contentsOfFile: file + ".kept-aside.csv", encoding: .utf8)
        #expect(aside.contains("Line,Why,Date,Supplier,Amount,Postcode\r\n"))
        let mended = office.home + "/mended.csv"
        try Data(aside.replacing("soon,Mill", with: "2025-06-13,Mill").utf8)
            .write(to: URL(filePath: mended))
        let again = try office.run(["spend", "import", mended])
        #expect(again.exit == 0 && again.output.contains("1 row of £40"), "\(again.errors)")
    }
}
