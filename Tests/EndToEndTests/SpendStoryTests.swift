// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A council's ledger", .timeLimit(.minutes(15)))
struct SpendStoryTests {
    private static let heading =
        "Date,Beneficiary,Amount,Purpose,Postcode,Transaction Number\r\n"

    private static let rows = [
        "03/06/2025,Manningham Mills Ltd,\"£1,000.00\",Advice,BD8 7AA,T1",
        "25/06/2025,National Care plc,500.00,Home care,EC1A 1BB,T2",
        "26/06/2025,REDACTED,100.00,Direct payment,,T3",
        "27/06/2025,National Care plc,(50.00),Credit note,EC1A 1BB,T4",
        "28/06/2025,HMRC,9999.00,Tax,,T5", "soon,Nobody,1.00,,,T6",
        "01/10/2025,Leeds Works Ltd,450.00,Repairs,LS1 1AA,T7",
    ]

    private static let line = [47, 49.6, 52.2, 54.8, 57.4, 60]

    private func define(_ device: Device, _ name: String = "third-party") async throws {
        try await device.run(
            "spend",
            "definition",
            "add",
            name,
            "--title",
            "Third-party spending",
            "--area1",
            "BD",
            "--area2",
            "LS, HX",
            "--area3",
            "S"
        )
    }

    private func ledger(_ town: Installation, _ rows: [String], _ name: String) throws -> String {
        try town.folder.write(Self.heading + rows.joined(separator: "\r\n") + "\r\n", to: name)
    }

    private func year(_ device: Device) async throws -> Document {
        try await device.json("spend", "show")["reports"][0]["years"][0]
    }

    @Test("is imported once, travels as its file, and gives the same figures on another device")
    func story() async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        let rita = try await town.reviewer("rita", "reviewer")
        try await define(fiona)
        let file = try ledger(town, Self.rows, "june.csv")

        let tried = try await fiona.json("spend", "import", file, "--dry-run")
        #expect(tried["rows"] == 6 && tried["keptAside"] == 1)
        #expect(try await fiona.json("spend", "ledgers").list.isEmpty)

        let done = try await fiona.json("spend", "import", file)
        #expect(done["rows"] == 6)
        #expect(done["total"] == .number(1_199_900))
        #expect(done["dates"] == "day-first")
        #expect(done["aside"][0]["line"] == 7)
        let aside = try String(contentsOfFile: file + ".kept-aside.csv", encoding: .utf8)
        #expect(aside.contains("7,'soon' is no date,soon,Nobody"))

        let again = try await fiona.json("spend", "import", file)
        #expect(again["alreadyHere"] == true)
        #expect(try await fiona.json("spend", "ledgers").list.count == 1)

        let figures = try await year(fiona)
        #expect(figures["share"]["numerator"] == .number(100_000))
        #expect(figures["share"]["denominator"] == .number(200_000))
        #expect(figures["share"]["percent"] == 50)
        #expect(figures["redacted"] == .number(10_000))
        #expect(figures["excluded"]["hmrc"] == .number(999_900))
        #expect(figures["circles"]["2"] == .number(45_000))
        #expect(figures["circles"]["4"] == .number(45_000))

        try await fiona.sync()
        try await rita.sync()
        let before = try await rita.json("spend", "show")
        #expect(before["absent"].list.count == 1)
        #expect(before["reports"][0]["years"].list.isEmpty)
        #expect(try await rita.json("spend", "fetch")["fetched"] == 1)
        #expect(try await rita.json("spend", "show") == fiona.json("spend", "show"))
        try await rita.run("spend", "import", file, exit: 6)
    }

    @Test("is corrected by another file: what changes is shown, and only the new one counts")
    func corrected() async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        try await define(fiona)
        let first = try ledger(town, Self.rows, "june.csv")
        let ledger = try #require(
            try await fiona.json("spend", "import", first)["record"].text
        )
        var rows = Self.rows
        rows[1] = "25/06/2025,National Care plc,600.00,Home care,EC1A 1BB,T2"
        rows[5] = "29/06/2025,Shipley Circle,50.00,Homecare,BD18 3AA,T6"
        let second = try self.ledger(town, rows, "june-corrected.csv")
        // Without saying so, its payments would count twice.
        let problem = try await fiona.problem("spend", "import", second, exit: 2)
        #expect(problem["message"].text?.contains("--replaces \(ledger)") == true)
        #expect(try await year(fiona)["share"]["denominator"] == .number(200_000))

        let done = try await fiona.json("spend", "import", second, "--replaces", ledger)
        #expect(done["difference"]["unchanged"] == 5)
        #expect(done["difference"]["added"]["rows"] == 2)
        #expect(done["difference"]["gone"]["total"] == .number(50_000))
        #expect(done["difference"]["added"]["examples"][0]["line"] == 3)
        #expect(try await year(fiona)["share"]["denominator"] == .number(215_000))
        #expect(try await year(fiona)["share"]["numerator"] == .number(105_000))
        try await fiona.run("spend", "import", second, "--replaces", ledger)
        #expect(try await fiona.json("spend", "ledgers").list.count == 1)
    }

    @Test("an office that delivers, an override with its reason, and a class move the figures")
    func suppliers() async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        try await define(fiona)
        try await fiona.run("spend", "import", try ledger(town, Self.rows, "june.csv"))
        let care = ["spend", "supplier", "set", "NATIONAL CARE PLC", "--circle", "1", "--how"]
        try await fiona.run(care + ["override"], exit: 2)
        try await fiona.run(care + ["delivery_base", "--class", "large"])
        let figures = try await year(fiona)
        #expect(figures["share"]["numerator"] == .number(145_000))
        #expect(figures["circlesBy"]["delivery_base"] == .number(45_000))
        #expect(figures["classes"]["large"]["local"]["numerator"] == .number(45_000))
        try await fiona.run(care + ["override", "--reason", "depot closed"])
        #expect(try await fiona.json("spend", "supplier", "list")[0]["reason"] == "depot closed")
        #expect(try await fiona.json("spend", "supplier", "list").list.count == 1)
    }

    @Test("Bradford: 47 to 60 percent, 45 million wanting, and 41.4 by another rule never joined")
    func bradford() async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        try await define(fiona)
        try await define(fiona, "district-base")
        try await fiona.run(
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
        let figure = ["spend", "figure", "--source", "bradford.gov.uk"]
        try await fiona.run(
            figure + [
                "--definition", "third-party", "--year", "2017/18", "--local", "162692307.69",
                "--of", "346153846.15",
            ]
        )
        let other = [
            "--definition", "district-base", "--year", "2019/20", "--local", "196m", "--of", "474m",
        ]
        try await fiona.run(figure + other)
        try await fiona.run(figure + other, exit: 2)
        // The trap of the golden case: the same amounts by the rule of 2017.
        let trap = ["--definition", "third-party"] + other.dropFirst(2)
        try await fiona.run(figure + trap, exit: 2)

        let shown = try await fiona.json("spend", "show")
        #expect(shown["breaks"].list.count == 1)
        #expect(shown["breaks"][0]["year"] == "2019/20")
        let aim = shown["reports"][0]["targets"][0]
        #expect(aim["trajectory"].list.map { $0["planned"] } == Self.line.map { .number($0) })
        #expect(aim["gap"] == .number(4_500_000_000))
        #expect(aim["requiredPerYear"] == .number(2.6))
        let apart = shown["reports"][1]["series"]
        #expect(apart[0]["share"]["percent"] == .number(41.4))
        let lines = try await fiona.run("spend", "show").output
        #expect(lines.contains("Break at 2019/20"))
        let lm3 = try await fiona.run(
            "spend",
            "lm3",
            "--spent",
            "45m",
            "--local",
            "45m",
            "--rate",
            "21/45"
        )
        #expect(lm3.output.contains("This is an estimate"))
        #expect(lm3.output.contains("£66,000,000 = £45,000,000 + £21,000,000, £1.47 for each"))
    }

    @Test(
        "what cannot be read is one sentence with place and remedy, and nothing is imported",
        arguments: [
            ("Who,Betrag\r\nA,1\r\n", "spend mapping add"),
            ("Date,Supplier,Amount\r\n03/06/2025,A,1.00\r\n", "--dates day-first"),
            ("Date,Supplier,Amount\r\n2025-06-03,A,1.234\r\n", "--amounts"),
            ("Date,Supplier,Amount\r\n13/06/2025,A,1\r\n06/13/2025,A,1\r\n", "two ways"),
            ("Date,Supplier,Amount\r\n2025-06-03,\"A,1.00\r\n", "Close the quote"),
            ("Date,Supplier,Amount\r\nsoon,A,1.00\r\n", "No row"), ("", "empty"),
        ]
    )
    func refused(_ text: String, _ remedy: String) async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        let file = try town.folder.write(text, to: "bad.csv")
        let problem = try await fiona.problem("spend", "import", file, exit: 2)
        #expect(problem["message"].text?.contains(remedy) == true, "\(problem)")
        #expect(try await fiona.json("spend", "ledgers").list.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: file + ".kept-aside.csv"))
    }

    @Test("another council's headings come in by a mapping, in UTF-16 with a decimal comma")
    func mapped() async throws {
        let town = try await Installation()
        let fiona = try await town.reviewer("fiona", "finance")
        try await define(fiona)
        try await fiona.run(
            "spend",
            "mapping",
            "add",
            "leeds",
            "--date",
            "Bezahlt",
            "--supplier",
            "Wer",
            "--amount",
            "Betrag"
        )
        let text = "Bezahlt;Wer;Betrag\r\n03-Jun-25;Café Zoë;£1.234,50\r\n45811;A;2,00\r\n"
        let file = try town.folder.path("leeds.csv")
        try #require(text.data(using: .utf16)).write(to: URL(filePath: file))
        let done = try await fiona.json("spend", "import", file, "--mapping", "leeds")
        #expect(done["total"] == .number(123_650))
        #expect(done["amounts"] == "comma")
        #expect(done["encoding"].text?.hasPrefix("UTF-16") == true)
    }
}
