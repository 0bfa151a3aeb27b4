// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Reports for a council: money, returns, conflicts, early help, the system, simplicity")
struct CouncilReportTests {
    /// A desk and the files that reports are written to.
    private struct Office {
        let desk: Desk

        init(_ role: Role) throws { desk = try Desk(role) }

        func run(_ arguments: String...) throws {
            var command = try KeepLocal.parseAsRoot(arguments + ["--home", desk.home])
            try command.run()
        }

        @discardableResult
        func create(_ form: String, _ answers: [String: FieldValue]) throws -> RecordID {
            let id = try #require(FormID(form))
            var fields: [FieldPath: FieldValue] = [:]
            for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
            let place = Place(organisation: form == "service" ? Desk.hub : nil)
            return try desk.store.write { try $0.create(id, fields: fields, in: place).record }
        }

        /// What a report says on the page, and in lines.
        func report(_ name: String, _ more: String...) throws -> (page: String, lines: String) {
            let path = desk.home + "/\(UUID().uuidString)"
            let arguments = ["report", name, "--for", "ourselves"] + more + ["--home", desk.home]
            for option in ["--html", "--csv"] {
                var command = try KeepLocal.parseAsRoot(arguments + [option, path + option])
                try command.run()
            }
            let read = { (option: String) in
                String(decoding: try Data(contentsOf: URL(filePath: path + option)), as: UTF8.self)
            }
            return (try read("--html"), try read("--csv"))
        }
    }

    private static func date(_ text: String) throws -> FieldValue {
        .date(try #require(PlainDate(text)))
    }

    private func bradford() throws -> Office {
        let office = try Office(.finance)
        try office.run(
            "spend",
            "definition",
            "add",
            "third-party",
            "--title",
            "Third-party spending",
            "--area1",
            "BD"
        )
        try office.run(
            "spend",
            "definition",
            "add",
            "district-base",
            "--title",
            "With a base in the district",
            "--area1",
            "BD"
        )
        try office.run(
            "spend",
            "target",
            "add",
            "--definition",
            "third-party",
            "--baseline-year",
            "2017/18",
            "--local",
            "162692307.69",
            "--of",
            "346153846.15",
            "--year",
            "2022/23",
            "--percent",
            "60"
        )
        try office.run(
            "spend",
            "figure",
            "--definition",
            "third-party",
            "--year",
            "2017/18",
            "--local",
            "162692307.69",
            "--of",
            "346153846.15",
            "--source",
            "Executive, 2017"
        )
        try office.run(
            "spend",
            "figure",
            "--definition",
            "district-base",
            "--year",
            "2019/20",
            "--local",
            "196m",
            "--of",
            "474m",
            "--source",
            "bradford.gov.uk"
        )
        return office
    }

    @Test("Bradford: the way from 47.0 to 60.0, and 41.4 apart, each with its source")
    func spend() throws {
        let office = try bradford()
        let (page, lines) = try office.report("spend")
        for figure in ["47.0%", "49.6%", "52.2%", "54.8%", "57.4%", "60.0%", "41.4%"] {
            #expect(page.contains("<td>\(figure)</td>"), "\(figure)")
        }
        #expect(page.contains("<td>£45,000,000</td>") && page.contains("<td>2.6 points</td>"))
        #expect(page.contains("<td>£162,692,307.69</td>") && page.contains("<td>£474,000,000</td>"))
        #expect(page.contains("Break at 2019/20") && page.contains("no line joins them"))
        #expect(page.contains("third-party, without") || page.contains("Third-party spending ["))
        let row = try #require(lines.split(separator: "\r\n").first { $0.contains("41.4%") })
        #expect(row.contains("district-base") && row.contains("bradford.gov.uk"))
        // One figure by each definition: no stroke of a series, only the plan and the frame.
        let strokes = page.components(separatedBy: "stroke-dasharray=\"none\"").count - 1
        #expect(strokes == 2)
        let only = try office.report("spend", "--definition", "third-party").page
        #expect(!only.contains("41.4%") && only.contains("60.0%"))
    }

    @Test("circles and kinds of suppliers come from what was paid")
    func circles() throws {
        let office = try bradford()
        for (supplier, pounds, local, sector) in [
            ("Hub", 300, "local", "vcse"), ("Works", 100, "local", "small_business"),
            ("Far plc", 600, "elsewhere", "large_business"),
        ] as [(String, Int64, String, String)] {
            try office.create(
                "spend_row",
                [
                    "paid": try Self.date("2026-05-01"), "supplier": .text(supplier),
                    "amount": .money(Money(pence: pounds * 100)), "local": .choice(local),
                    "sector": .choice(sector),
                ]
            )
        }
        let (page, lines) = try office.report("spend", "--definition", "third-party")
        #expect(page.contains("in the area") && page.contains("£400"))
        #expect(lines.contains(",2026/27,VCSE,,30000,100000,30.0%"))
        #expect(lines.contains(",2026/27,SME,,10000,100000,10.0%"))
        #expect(page.contains("from 3 records"))
    }

    @Test("VCSE and SME are lines over the years beside the local share; a year unknown is a gap")
    func classes() throws {
        let office = try bradford()
        for (day, supplier, pounds, sector) in [
            ("2018-05-01", "Hub", 300, "vcse"), ("2018-05-01", "Far plc", 700, "large_business"),
            ("2019-05-01", "Hub", 450, "vcse"), ("2019-05-01", "Works", 550, "small_business"),
            ("2021-05-01", "Works", 100, "small_business"),
        ] as [(String, String, Int64, String)] {
            try office.create(
                "spend_row",
                [
                    "paid": try Self.date(day), "supplier": .text(supplier),
                    "amount": .money(Money(pence: pounds * 100)),
                    "local": .choice(sector == "vcse" ? "local" : "elsewhere"),
                    "sector": .choice(sector),
                ]
            )
        }
        let (page, lines) = try office.report("spend", "--definition", "third-party")
        #expect(page.contains("Local, to VCSE and to SME, per cent"))
        #expect(lines.contains(",2018/19,VCSE,,30000,100000,30.0%"))
        #expect(lines.contains(",2019/20,SME,,55000,100000,55.0%"))
        #expect(lines.contains(",2019/20,local share,,45000,100000,45.0%"))
        // As it was published, though no ledger of that year is here.
        #expect(lines.contains(",2017/18,local share,,16269230769,34615384615,47.0%"))
        #expect(lines.contains(",2020/21,VCSE,,,,–"))
        let years = lines.split(separator: "\r\n").filter { $0.contains(",VCSE local,") }
        #expect(years.count == 5)
    }

    @Test("early intervention: a tier needs a reason; what has none stands apart")
    func early() throws {
        let office = try Office(.finance)
        #expect(throws: Failure.self) {
            try office.run("spend", "supplier", "set", "Hub", "--tier", "early_help")
        }
        try office.run(
            "spend",
            "supplier",
            "set",
            "Hub",
            "--tier",
            "early_help",
            "--reason",
            "open door"
        )
        try office.run(
            "spend",
            "supplier",
            "set",
            "Ward",
            "--tier",
            "statutory_acute",
            "--reason",
            "hospital"
        )
        for (supplier, pounds) in [("Hub Ltd", 0), ("Hub", 25), ("Ward", 75), ("Else", 400)] {
            try office.create(
                "spend_row",
                [
                    "paid": try Self.date("2026-05-01"), "supplier": .text(supplier),
                    "amount": .money(Money(pence: Int64(pounds) * 100)),
                ]
            )
        }
        let (page, lines) = try office.report("early")
        #expect(lines.contains(",2026/27,early share,,2500,10000,25.0%"))
        #expect(lines.contains(",2026/27,no tier,40000,,,£400"))
        #expect(page.contains("open door") && page.contains("hospital"))
    }

    @Test("the board draws what is overdue, and whose turn it is")
    func board() throws {
        let office = try Office(.reviewer)
        try office.create(
            "service",
            [
                "name": .text("Befriending"), "starts": try Self.date("2026-04-01"),
                "return_days": .integer(15),
            ]
        )
        let (page, _) = try office.report("board")
        #expect(page.contains("2 overdue") && page.contains("Who has the ball"))
        #expect(page.contains("<td>the organisation</td>") && page.contains("Next due"))
        #expect(page.contains("0% (0 of 1)"))
    }

    @Test("simplicity: sizes, small organisations, questions for a thousand pounds")
    func simplicity() throws {
        let office = try Office(.reviewer)
        for (name, pounds, kind, income) in [
            ("Befriending", 4_000, "grant", "under_100k"), ("Care", 96_000, "contract", "over_1m"),
        ] as [(String, Int64, String, String)] {
            try office.create(
                "service",
                [
                    "name": .text(name), "annual_value": .money(Money(pence: pounds * 100)),
                    "contract": .choice(kind), "provider_income": .choice(income),
                    "starts": try Self.date("2026-04-01"), "ends": try Self.date("2028-03-31"),
                ]
            )
        }
        let (page, lines) = try office.report("simplicity")
        #expect(page.contains("hold 4.0% of what went to those whose income is known"))
        #expect(lines.contains("under £5") && lines.contains("two years or more,services,2"))
        #expect(page.contains("Return") && page.contains("for £1,000"))
    }

    @Test("no report fails where there is nothing, for any role", arguments: Role.allCases)
    func empty(role: Role) throws {
        guard role != .administrator else { return }
        let office = try Office(role)
        for kind in ReportKind.allCases where !kind.isNeverOurs {
            let page = try office.report(kind.rawValue).page
            #expect(page.contains("As of last sync"), "\(kind)")
        }
    }
}
