// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Wards and neighbourhoods", .timeLimit(.minutes(15)))
struct PlaceStoryTests {
    static let bradford = "E08000032"
    private static let lsoas = 312

    /// The LSOAs of a council, such as the statistics office might number them.
    static func areas(_ count: Int, from first: Int = 1) -> [String] {
        (first..<first + count).map { "E01" + String(String(1_000_000 + $0).suffix(6)) }
    }

    /// A lookup in which the first three areas lie in the wards named, and all others in one more.
    private static func lookup(
        _ year: Int,
        _ names: [String],
        of council: String = bradford,
        _ count: Int = lsoas
    ) -> [String] {
        let wards = Array(Set(names + ["Elsewhere"])).sorted()
        return areas(count).enumerated().map { index, area in
            let name = index < names.count ? names[index] : "Elsewhere"
            let ward = "E05\(100_000 + year * 1_000 + (wards.firstIndex(of: name) ?? 0))"
            return "\(area),Area \(index),\(ward),\"\(name)\",\(council),Council"
        }
    }

    static func file(_ year: Int, _ rows: [String]) -> String {
        let heading = "LSOA21CD,LSOA21NM,WD\(year)CD,WD\(year)NM,LAD\(year)CD,LAD\(year)NM"
        return "\u{FEFF}" + ([heading] + rows).joined(separator: "\r\n") + "\r\n"
    }

    static let before = lookup(23, ["Heaton", "Heaton", "Toller"])
    private static let after = lookup(26, ["Heaton North", "Toller", "Toller"])

    /// Six people in each of two areas and two in a third, each with a contact.
    static func people(_ town: Installation, _ amina: Device) async throws {
        let areas = areas(3)
        let lines =
            [areas[0], areas[1]].flatMap { Array(repeating: $0, count: 6) }
            + Array(repeating: areas[2], count: 2)
        let people = lines.map {
            #"{"name":"A","lsoa":"\#($0)","consent":true,"consent_date":"2025-01-01"}"#
        }
        let file = try town.folder.write(people.joined(separator: "\n"), to: "people.ndjson")
        try await amina.run("import", "participant", file)
        let contacts = try await amina.json("list", "participant").list.compactMap {
            $0["record"].text
        }.map { #"{"participant":"\#($0)","date":"2025-07-05","kind":"visit"}"# }
        #expect(contacts.count == 14)
        let visits = try town.folder.write(contacts.joined(separator: "\n"), to: "visits.ndjson")
        try await amina.run("import", "contact", visits)
    }

    private static let report = ["report", "reach", "--quarter", "2025-Q2", "--quarters", "1"]

    /// The people of each row of the report.
    private func counts(_ device: Device, _ arguments: String...) async throws -> [String: Int] {
        let all = Self.report + arguments + ["--json", "--for", "ourselves"]
        let report = try await device.run(all).json()
        let rows = report["tables"][0]["rows"].list
        return Dictionary(
            rows.map {
                ($0["name"].text ?? "", $0["figures"][2]["count"].integer ?? -1)
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    @Test("come after the records, change none of them, and give figures on either boundaries")
    func story() async throws {
        let town = try await Installation()
        let rita = try await town.reviewer("rita", "reviewer")
        let amina = try await town.join("amina", "worker")
        try await Self.people(town, amina)
        try await amina.sync()
        #expect(try await amina.json("status")["refused"].list.isEmpty)
        let none = try await counts(amina, "--by", "ward")
        #expect(none["no ward known for 2025-09-30"] == 14 && none["all"] == 14)

        let old = try town.folder.write(Self.file(23, Self.before), to: "2023.csv")
        let new = try town.folder.write(
            Self.file(26, Self.after + ["?,?,?,?,E06000001,H"]),
            to: "2026.csv"
        )
        let lookup = ["place", "lookup", "import"]
        try await rita.run(lookup + [old, "--as-of", "2023-05-04", "--dry-run"])
        #expect(try await rita.json("place", "lookup", "list").list.isEmpty)
        try await rita.run(lookup + [old, "--as-of", "2023-05-04"])
        let done = try await rita.json("place", "lookup", "import", new, "--as-of", "2026-05-07")
        #expect(done["elsewhere"] == 1)
        #expect(done["councils"][0]["lookup"]["areas"] == .number(312))
        let again = try await rita.json("place", "lookup", "import", new, "--as-of", "2026-05-07")
        #expect(again["councils"][0]["alreadyHere"] == true)
        try await rita.run(
            ["place", "neighbourhood", "add", "Manningham", "--lsoa"]
                + [Self.areas(2).joined(separator: ","), "--from", "2025-04-01"]
        )
        try await amina.run(lookup + [old, "--as-of", "2023-05-04"], exit: 6)
        try await rita.sync()
        try await amina.sync()

        let first = try await counts(amina, "--by", "ward")
        #expect(first["Heaton"] == 12 && first["Toller"] == 2 && first["all"] == 14)
        let second = try await counts(amina, "--by", "ward", "--boundaries", "2026")
        #expect(second["Heaton North"] == 6 && second["Toller"] == 8 && second["all"] == 14)
        let named = try await counts(amina, "--by", "neighbourhood")
        #expect(named["Manningham"] == 12 && named["in no neighbourhood"] == 2)
        let problem = try await amina.run(
            Self.report + ["--by", "ward", "--boundaries", "2027", "--json"],
            exit: 2
        ).problem()
        #expect(problem["message"].text?.contains("2023-05-04, 2026-05-07") == true)
        let shown = try await amina.json("place", "show", Self.areas(1)[0], "--on", "2025-12-31")
        #expect(shown["editions"][0]["holds"] == true && shown["editions"][0]["name"] == "Heaton")
        #expect(shown["editions"][1]["name"] == "Heaton North")
        #expect(shown["neighbourhoods"][0] == "Manningham")
    }

    @Test("a file by neighbourhood is held beside the file by ward: two people are in neither")
    func disclosed() async throws {
        let town = try await Installation()
        let rita = try await town.reviewer("rita", "reviewer")
        let amina = try await town.join("amina", "worker")
        try await Self.people(town, amina)
        let new = try town.folder.write(Self.file(26, Self.after), to: "2026.csv")
        try await rita.run("place", "lookup", "import", new, "--as-of", "2026-05-07")
        try await rita.run(
            "place",
            "neighbourhood",
            "add",
            "Manningham",
            "--lsoa",
            Self.areas(2).joined(separator: ","),
            "--from",
            "2025-04-01"
        )
        try await rita.sync()
        try await amina.sync()
        let tell = { (kind: [String], name: String) async throws -> String in
            let path = try town.folder.path(name)
            try await amina.run(Self.report + ["--by"] + kind + ["--csv", path])
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let wards = try await tell(["ward", "--boundaries", "2026"], "wards.csv")
        #expect(wards.contains("Toller,all,8,") && wards.contains("Heaton North,all,6,"))
        let named = try await tell(["neighbourhood"], "named.csv")
        #expect(named.contains("Manningham,all,,") && named.contains("in no neighbourhood,all,,"))
        try await amina.run(Self.report + ["--by", "lsoa", "--csv", "lsoa.csv"], exit: 2)
    }

    @Test("need is high and reach low: that ward comes first, by services, and twice says so")
    func coverage() async throws {
        let town = try await Installation()
        let rita = try await town.reviewer("rita", "reviewer")
        let amina = try await town.join("amina", "worker")
        try await Self.people(town, amina)
        let rows = Self.lookup(26, ["Heaton", "Toller", "Royds"])
        let wards = try town.folder.write(Self.file(26, rows), to: "2026.csv")
        try await rita.run("place", "lookup", "import", wards, "--as-of", "2025-05-01", exit: 2)
        try await rita.run("place", "lookup", "import", wards, "--as-of", "2026-05-07")
        let deciles = zip(Self.areas(4), [5, 6, 1, 10]).map { "\($0),\($1)" }
        let need = try town.folder.write(
            (["code,need"] + deciles).joined(separator: "\n"),
            to: "need.csv"
        )
        let command = ["place", "need", "import", need, "--greatest", "low"]
        try await rita.run(command)
        #expect(try await rita.run(command).output.contains("Here already"))
        try await rita.sync()
        try await amina.sync()
        let report = [
            "report", "neighbourhoods", "--quarter", "2025-Q2", "--boundaries", "2026", "--json",
            "--for", "ourselves",
        ]
        let first = try await amina.run(report).json()["tables"][0]["rows"][0]
        #expect(first["name"] == "Royds" && first["figures"][0]["count"] == 2)
        #expect(first["figures"][1]["text"] == "1" && first["figures"][2]["level"] == 2)
    }

    @Test(
        "what cannot be used is one sentence with place and remedy, and nothing is imported",
        arguments: [
            (
                file(26, Array(after.prefix(200))),
                "312 neighbourhoods (LSOA 2021), and the file 200"
            ),
            (file(25, after), "those of 2025"),
            (file(26, after + [after[0].replacing("Heaton", with: "Eccleshill")]), "Line 314"),
            (file(26, after + [after[9].replacing("E05", with: "E5")]), "Line 314"),
            (
                file(26, after.map { $0.replacing(bradford, with: "E06000001") }),
                "no row of Bradford"
            ),
            ("ward,name\r\nx,y\r\n", "Line 1"), ("", "empty"),
            (file(26, after) + "\"E01", "Close the quote"),
        ]
    )
    func refused(_ text: String, _ words: String) async throws {
        let town = try await Installation()
        let rita = try await town.reviewer("rita", "reviewer")
        let file = try town.folder.write(text, to: "bad.csv")
        let command = ["place", "lookup", "import", file, "--as-of", "2026-05-07", "--json"]
        let problem = try await rita.run(command, exit: 2).problem()
        #expect(problem["message"].text?.contains(words) == true, "\(problem)")
        #expect(try await rita.json("place", "lookup", "list").list.isEmpty)
    }

    @Test("four councils change their wards in May 2026: one file serves them all")
    func fourCouncils() async throws {
        let town = try await Installation()
        let councils = [
            ("bradford", Self.bradford, 312), ("calderdale", "E08000033", 129),
            ("kirklees", "E08000034", 260), ("newcastle-upon-tyne", "E08000021", 180),
        ]
        var (rows, first) = ([String](), 1)
        for (_, gss, count) in councils {
            rows += Self.areas(count, from: first).map {
                "\($0),,E05026001,Ward of \(gss),\(gss),C"
            }
            first += count
        }
        let file = try town.folder.write(Self.file(26, rows), to: "2026.csv")
        for (council, _, count) in councils {
            let done = try await town.admin.json(
                "place",
                "lookup",
                "import",
                file,
                "--as-of",
                "2026-05-07",
                "--council",
                council
            )
            #expect(done["councils"][0]["lookup"]["areas"] == .number(Double(count)))
            #expect(done["elsewhere"] == .number(Double(881 - count)))
        }
        try await town.admin.sync()
        let cora = try await town.join("cora", "cabinet_champion", at: ["--council", "kirklees"])
        try await cora.sync()
        let lists = try await cora.json("place", "lookup", "list").list
        #expect(lists.count == 1 && lists[0]["areas"] == .number(260))
    }
}
