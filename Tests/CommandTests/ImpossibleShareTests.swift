// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Testing

@testable import keeplocal

@Suite("Shares that credit notes make impossible", .timeLimit(.minutes(5)))
struct ImpossibleShareTests {
    @Test(
        "are said to be, are compared with nothing, and have a flag",
        arguments: [
            ("1000", "-800", "500.0 % !"), ("-400", "500", "-400.0 % !"), ("9", "-9", "– !"),
        ]
    )
    func said(_ near: String, _ far: String, _ share: String) throws {
        let office = try office([
            "2020-05-01,Near Ltd,\(near),BD1 1AA", "2020-06-01,Far Ltd,\(far),EC1A 1BB",
        ])
        let shown = try office.run(["spend", "show"]).output
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(shown.contains(share), "\(shown)")
        #expect(shown.contains("! 2020/21: ") && shown.contains("no share that can be"))
        let json = try office.run(["spend", "show", "--json"]).output
            .filter { !$0.isWhitespace }
        #expect(json.contains("\"impossible\":true"))
        let page = office.home + "/spend.html"
        #expect(try office.run(["report", "spend", "--html", page]).exit == 0)
        let html = String(decoding: try Data(contentsOf: URL(filePath: page)), as: UTF8.self)
        #expect(html.contains("(cannot be)") && html.contains("no share that can be"))
    }

    private func office(_ rows: [String]) throws -> Desk {
        let office = try Desk(.finance)
        let define = [
            "spend", "definition", "add", "rule", "--title", "rule", "--area1", "BD", "--json",
        ]
        #expect(try office.run(define).exit == 0)
        let file = office.home + "/ledger.csv"
        let lines = ["Date,Supplier,Amount,Postcode"] + rows + [""]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: file))
        #expect(try office.run(["spend", "import", file]).exit == 0)
        return office
    }

    @Test("are not told to the network, and that is said")
    func published() throws {
        let months =
            (4...12).map { "2020-\($0 < 10 ? "0" : "")\($0)" } + (1...3).map { "2021-0\($0)" }
        let office = try office(
            months.flatMap { month in
                ["\(month)-01,Near Ltd,300,BD1 1AA", "\(month)-02,Far Ltd,-200,EC1A 1BB"]
            }
        )
        let champion = try #require(
            Grant(role: .seniorChampion, council: office.bradford, organisation: nil)
        )
        try office.store.write { session in
            var identity = try session.identity()
            identity.grants = [champion]
            try session.save(identity)
        }
        let told = try office.run(["publish", "--dry-run", "--only", "spend", "--json"])
        #expect(try told.exit == 0 && (told.json()["figures"] as? [Any])?.isEmpty == true)
        let note = told.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
            note.contains(
                "Not told, local spend of 2020/21 by 'rule': £3,600 local of £1,200 counted is no"
                    + " share that can be."
            ),
            "\(note)"
        )
    }

    @Test("stand in no line, and beside no target")
    func series() throws {
        var series = SpendSeries("rule")
        for (start, local) in [(2019, Int64(40)), (2020, 500), (2021, -1), (2022, 100)] {
            try series.add(
                SpendPoint(
                    year: FinancialYear(start: start),
                    share: Share(Money(pence: local), of: Money(pence: 100)),
                    definition: "rule",
                    source: "ledgers"
                )
            )
        }
        #expect(series.points.count == 4)
        #expect(series.whole.map(\.year.start) == [2019, 2022])
    }
}
