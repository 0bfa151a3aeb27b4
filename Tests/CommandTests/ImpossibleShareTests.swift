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
        let office = try Desk(.finance)
        let define = [
            "spend", "definition", "add", "rule", "--title", "rule", "--area1", "BD", "--json",
        ]
        #expect(try office.run(define).exit == 0)
        let rows = [
            "Date,Supplier,Amount,Postcode", "2020-05-01,Near Ltd,\(near),BD1 1AA",
            "2020-06-01,Far Ltd,\(far),EC1A 1BB",
        ]
        let file = office.home + "/ledger.csv"
        try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
        #expect(try office.run(["spend", "import", file]).exit == 0)
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
