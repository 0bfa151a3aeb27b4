// SPDX-License-Identifier: Apache-2.0

import Testing

/// Row 28 of the table in `docs/conflicts.md`, with real devices and a real server.
@Suite("Situations of the field: one service of two councils", .timeLimit(.minutes(15)))
struct JointServiceSituationTests {
    private static let calder = "Calder Homecare"

    /// Rita is Bradford's, Cal is Calderdale's, and Jo works for both.
    private struct Cast {
        let rita: Device
        let cal: Device
        let jo: Device
        let ours: String
        let theirs: String

        init() async throws {
            let town = try await Installation()
            try await town.admin.run(
                ["admin", "organisation", "add", calder, "--council", "calderdale"]
            )
            rita = try await town.reviewer("rita", "reviewer")
            cal = try await town.join("cal", "reviewer", at: ["--council", "calderdale"])
            jo = try await town.reviewer("jo", "reviewer")
            try await town.admin.run(
                ["admin", "grant", "add", "jo", "--role", "reviewer", "--council", "calderdale"]
            )
            for device in [rita, cal, jo] { try await device.sync() }
            let service = { (device: Device, place: String, pounds: String) in
                let set = ["name=Homecare", "status=active", "annual_value=\(pounds)"]
                let new = ["new", "service", "--organisation", place, "--json"]
                let saved = try await device.run(new + set.flatMap { ["--set", $0] }).json()
                return try #require(saved["record"].text)
            }
            ours = try await service(rita, Installation.mills, "1000")
            theirs = try await service(cal, calder, "2000")
            for device in [rita, cal, jo] { try await device.sync() }
            try await jo.edit(ours, ["joint=\(theirs)"])
            try await meet()
        }

        func meet() async throws {
            for device in [rita, cal, jo, rita, cal] { try await device.sync() }
        }

        func answer(_ device: Device, _ record: String, _ name: String) async throws -> Document {
            try await device.json("show", record)["fields"][name]
        }
    }

    @Test(
        "28: what describes it is asked where both changed it; each contract is its council's own"
    )
    func shared() async throws {
        let cast = try await Cast()
        #expect(try await cast.jo.json("service", "joint").list[0]["differences"] == [])
        try await cast.rita.edit(
            cast.ours,
            [
                "website=https://one.example", "annual_value=1500", "starts=2026-04-01",
                "ends=2029-03-31",
            ]
        )
        try await cast.cal.edit(cast.theirs, ["website=https://two.example"])
        try await cast.meet()
        // Neither is told as the other's, and neither council has the other's record.
        #expect(try await cast.answer(cast.rita, cast.ours, "website") == "https://one.example")
        #expect(try await cast.answer(cast.cal, cast.theirs, "website") == "https://two.example")
        #expect(try await !cast.rita.records().contains(cast.theirs))
        // Who works with one council is told that there is another record, and asked nothing.
        let half = try await cast.rita.json("service", "joint").list
        #expect(half.map { $0["elsewhere"].text } == [cast.theirs])
        #expect(half.map { $0["differences"] } == [.null])
        let words = try await cast.rita.run("service", "joint").output
        #expect(words.contains("another council") && words.contains("keeplocal admin grant add"))
        #expect(try await cast.cal.json("service", "joint") == [])

        let joint = try await cast.jo.json("service", "joint").list[0]
        #expect(joint["differences"].list.map { $0["fields"] } == [["website"]])
        #expect(joint["differences"][0]["answers"]["bradford"] == ["https://one.example"])
        #expect(joint["differences"][0]["answers"]["calderdale"] == ["https://two.example"])
        #expect(try await cast.jo.run("messages").output.contains("describe it differently"))

        let agree = ["service", "agree", cast.ours, "website", "--as", "calderdale", "--reason"]
        try await cast.rita.run(agree + ["Mine"], exit: 2)
        try await cast.jo.run(
            ["service", "agree", cast.ours, "ends", "--as", "bradford"]
                + ["--reason", "No"],
            exit: 2
        )
        try await cast.jo.run(agree + ["Theirs is the one that works"])
        try await cast.meet()
        #expect(try await cast.answer(cast.rita, cast.ours, "website") == "https://two.example")
        let history = try await cast.rita.run("history", cast.ours).output
        #expect(history.contains("jo") && history.contains("Theirs is the one that works"))
        #expect(try await cast.answer(cast.rita, cast.ours, "ends") == "2029-03-31")
        let values = [
            try await cast.answer(cast.rita, cast.ours, "annual_value"),
            try await cast.answer(cast.cal, cast.theirs, "annual_value"),
        ]
        #expect(values[0] != values[1])
        #expect(try await cast.jo.json("service", "joint").list[0]["differences"] == [])
        #expect(try await cast.jo.json("messages") == [])
    }

    @Test("28: two who write one council's record apart are asked as of any other")
    func within() async throws {
        let cast = try await Cast()
        try await cast.rita.edit(cast.ours, ["email=one@example.org"])
        try await cast.jo.edit(cast.ours, ["email=two@example.org"])
        try await cast.meet()
        let open = try await cast.rita.json("conflict", "list").list
        #expect(open.map { $0["field"] } == ["email"])
        // Until the council has decided, it has said nothing that differs from the other's word.
        #expect(try await cast.jo.json("service", "joint").list[0]["differences"] == [])
    }
}
