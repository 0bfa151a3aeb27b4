// SPDX-License-Identifier: Apache-2.0

import Testing

/// Row 23 of the table in `docs/conflicts.md`, with real devices and a real server.
@Suite("Situations of the field: what becomes of an organisation", .timeLimit(.minutes(15)))
struct OrganisationSituationTests {
    private static let renamed = "Mills Together"

    private struct Cast {
        let town: Installation
        let rita: Device
        let rosa: Device
        let carol: Device

        init() async throws {
            town = try await Installation()
            rita = try await town.reviewer("rita", "reviewer")
            rosa = try await town.reviewer("rosa", "reviewer")
            carol = try await town.join("carol", "coordinator")
            try await meet()
        }

        func meet() async throws {
            for device in [rita, rosa, carol, rita, rosa] { try await device.sync() }
        }

        /// What the coordinator's report of a quarter is headed with.
        func heading(_ quarter: String, _ more: String...) async throws -> String {
            let report = ["report", "reach", "--quarter", quarter, "--quarters", "1"]
            let lines = try await carol.run(report + more).output.split(separator: "\n")
            return String(lines[2])
        }
    }

    @Test("23: renamed, its quarters before the day keep the former name, and either name finds it")
    func renamed() async throws {
        let cast = try await Cast()
        _ = try await cast.carol.contact("P-1", "date=2025-08-01")
        try await cast.carol.sync()
        let opened = try await cast.carol.json("return", "open", "2025-Q2")
        let record = try #require(opened["record"].text)
        try await cast.meet()
        // Rita has no network when she says it.
        try await cast.rita.run(
            ["organisation", "rename", Installation.mills, "--to", Self.renamed]
                + ["--from", "2025-10-01"]
        )
        try await cast.meet()
        #expect(try await cast.heading("2025-Q2") == "\(Installation.mills), 2025-Q2")
        #expect(try await cast.heading("2025-Q3") == "\(Self.renamed), 2025-Q3")
        for name in [Installation.mills, Self.renamed] {
            let found = try await cast.heading("2025-Q3", "--organisation", name)
            #expect(found == "\(Self.renamed), 2025-Q3")
        }
        for device in [cast.carol, cast.rosa] {
            let shown = try await device.run("return", "list").output
            #expect(shown.contains(Installation.mills) && !shown.contains(Self.renamed))
        }
        let told = try await cast.carol.run("return", "show", record).output
        #expect(told.contains(Installation.mills))
        let listed = try await cast.rosa.json("organisation", "list").list
        let found = try #require(listed.first { $0["name"].text == Self.renamed })
        #expect(found["changes"][0]["formerName"].text == Installation.mills)
        try await cast.carol.run("organisation", "rename", Self.renamed, "--to", "X", exit: 6)
        // The server has the first name; the administrator's device knows the other.
        try await cast.town.admin.sync()
        try await cast.town.admin.run(
            ["admin", "service", "add", "Advice", "--organisation", Self.renamed]
        )
    }

    @Test("23: two people give it two names for one day: asked, and until then it keeps its own")
    func apart() async throws {
        let cast = try await Cast()
        _ = try await cast.carol.contact("P-1", "date=2025-08-01")
        let rename = ["organisation", "rename", Installation.mills, "--from", "2025-10-01", "--to"]
        try await cast.rita.run(rename + ["Mills One"])
        try await cast.rosa.run(rename + ["Mills Two"])
        try await cast.meet()
        #expect(try await cast.heading("2026-Q1").hasPrefix(Installation.mills))
        let conflicts = try await cast.rita.json("conflict", "list").list
        #expect(conflicts.count == 1)
        let conflict = try #require(conflicts.first?["id"].text)
        try await cast.rita.run(
            ["conflict", "take", conflict, "Mills Two", "--reason", "The minutes say so"]
        )
        try await cast.meet()
        #expect(try await cast.heading("2026-Q1").hasPrefix("Mills Two"))
    }

    @Test("23: handed over, its records stay its own; who goes on is named, and gets what is new")
    func handedOver() async throws {
        let cast = try await Cast()
        let ben = try await cast.town.join(
            "ben",
            "worker",
            at: ["--organisation", Installation.circle]
        )
        let before = try await ben.contact("P-9", "date=2025-08-01")
        try await ben.sync()
        let said = try await cast.rita.run(
            ["organisation", "hand-over", Installation.circle, "--to", Installation.mills]
                + ["--from", "2025-10-01"]
        )
        #expect(said.errors.contains("keeplocal admin grant add"))
        let back = ["organisation", "hand-over", Installation.mills, "--to", Installation.circle]
        try await cast.rita.run(back, exit: 2)
        try await cast.meet()
        try await ben.sync()
        let now = "\(Installation.circle) (now \(Installation.mills))"
        #expect(try await ben.run("show", before).output.contains(now))
        let report = ["report", "reach", "--quarters", "1", "--quarter"]
        let former = try await ben.run(report + ["2025-Q2"]).output
        #expect(former.contains("\(Installation.circle), 2025-Q2"))
        #expect(try await ben.run(report + ["2025-Q4"]).output.contains("\(now), 2025-Q4"))
        // Nothing that was done is dropped, and whoever does it is told whose it is.
        let told = try await ben.run(["new", "contact"] + Device.answers("P-9"))
        #expect(told.errors.contains("This is kept with \(now)"))
        #expect(try await ben.sync()["refused"] == 0)
        try await cast.town.admin.sync()
        let added = try await cast.town.admin.run(
            ["admin", "service", "add", "Homecare", "--organisation", Installation.circle]
        )
        #expect(added.errors.contains("goes on as \(Installation.mills)"))
        try await cast.carol.sync()
        #expect(try await cast.carol.run("list", "service").output.contains("Homecare"))
    }
}
