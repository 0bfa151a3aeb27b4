// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A form that changes while people are offline", .timeLimit(.minutes(15)))
struct FormVersionStoryTests {
    private static let first = """
        {"id":"visit","version":1,"title":"Visit","audience":"organisation","category":"case",
         "summary":"who","choiceLists":{"kinds":[
          {"name":"home","label":"Home"},{"name":"walk_in","label":"Walk-in"}]},
         "items":[
          {"type":"text","name":"who","label":"Who","required":"true()"},
          {"type":"text","name":"needs","label":"Needs"},
          {"type":"choice","name":"kind","label":"How","choices":"kinds"},
          {"type":"integer","name":"score","label":"Score","constraint":". <= 5"}]}
        """

    private static let second = """
        {"id":"visit","version":2,"title":"Visit","audience":"organisation","category":"case",
         "summary":"who","choiceLists":{"kinds":[
          {"name":"home","label":"Home"},{"name":"walk_in","label":"Walk-in","dropped":true}]},
         "items":[
          {"type":"text","name":"who","label":"Who","required":"true()"},
          {"type":"text","name":"support","label":"Support needed","mapsFrom":"needs"},
          {"type":"choice","name":"kind","label":"How","choices":"kinds"},
          {"type":"integer","name":"score","label":"Score","constraint":". <= 10","scale":"ten"},
          {"type":"boolean","name":"consent","label":"Consent","required":"true()"}]}
        """

    /// Amina and Carol have the same visit on their devices; the network is away.
    private func meeting() async throws -> (Installation, Device, Device, String, Folder) {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let file = try town.folder.write(Self.first, to: "visit-1.json")
        #expect(try await town.admin.json("form", "add", file)["isAdded"] == true)
        try await amina.sync()
        let saved = try await amina.json(
            "new",
            "visit",
            "--set",
            "who=P-1",
            "--set",
            "kind=walk_in",
            "--set",
            "score=4"
        )
        let record = try #require(saved["record"].text)
        try await amina.sync()
        try await carol.sync()
        return (town, amina, carol, record, town.folder)
    }

    @Test("nothing is lost, what meets is one conflict, and two scales are never one")
    func story() async throws {
        let (town, amina, carol, record, folder) = try await meeting()
        // Both work offline upon version 1.
        try await amina.run("edit", record, "--set", "needs=Food")
        let other = try await amina.json("new", "visit", "--set", "who=P-2", "--set", "score=5")
        // The office publishes version 2: told first, then done.
        let file = try folder.write(Self.second, to: "visit-2.json")
        let told = try await town.admin.json("form", "add", file, "--dry-run")
        #expect(told["isAdded"] == false && told["missing"] == 1)
        #expect(told["renamed"] == [["from": "needs", "to": "support"]])
        #expect(told["rescaled"] == ["score"] && told["choicesDropped"] == ["kind: walk_in"])
        #expect(try await town.admin.json("form", "add", file)["isAdded"] == true)
        // Carol hears of it and edits under version 2; Amina does not yet.
        try await carol.sync()
        try await carol.run("edit", record, "--set", "kind=walk_in", exit: 5)
        try await carol.run("edit", record, "--set", "support=Company", "--set", "score=9")
        try await carol.sync()
        let synced = try await amina.sync()
        #expect(synced["refused"] == 0 && synced["held"] == 0)
        try await carol.sync()
        for device in [amina, carol] {
            let shown = try await device.json("show", record)
            #expect(shown["formVersion"] == 2)
            #expect(shown["fields"]["kind"] == "walk_in" && shown["fields"]["score"] == 9)
            #expect(shown["missing"] == [["field": "consent", "since": 2]])
            let conflicts = try await device.json("conflict", "list")
            #expect(conflicts.list.map { $0["field"] } == ["support"])
            let values = Set(conflicts[0]["candidates"].list.compactMap { $0["value"].text })
            #expect(values == ["Food", "Company"])
        }
        let second = try await carol.json("show", try #require(other["record"].text))
        #expect(second["former"]["score"] == ["value": 5, "formVersion": 1, "asked": true])
        #expect(second["fields"]["score"] == .null)
        let words = try await carol.run("show", try #require(other["record"].text)).output
        #expect(words.contains("5  (on the scale of version 1)"))
        #expect(words.contains("missing since version 2"))
        #expect(try await carol.json("list", "--missing").list.count == 2)
        #expect(try await carol.json("status")["missing"] == 2)
        // The decision settles both paths, and the new answer is filled in.
        let conflict = try await carol.json("conflict", "list")[0]
        let food = try #require(conflict["candidates"].list.first { $0["value"] == "Food" })
        try await carol.run(
            "conflict",
            "take",
            conflict["id"].text ?? "",
            food["id"].text ?? "",
            "--reason",
            "asked"
        )
        try await carol.run("edit", record, "--set", "consent=yes")
        try await carol.run("sync")
        try await amina.run("sync")
        let ending = try await amina.json("show", record)
        #expect(ending["fields"]["support"] == "Food" && ending["fields"]["consent"] == true)
        #expect(ending["missing"] == [] && ending["conflicts"] == [])
        try await town.server.stop()
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("a version that does not hold together is refused with every problem")
    func refused() async throws {
        let (town, amina, _, _, folder) = try await meeting()
        let wrong = Self.second.replacing(#""mapsFrom":"needs""#, with: #""mapsFrom":"nothing""#)
            .replacing(#","dropped":true"#, with: "").replacing("walk_in", with: "drop_in")
        let file = try folder.write(wrong, to: "wrong.json")
        let problem = try await town.admin.problem("form", "add", file, exit: 5)
        #expect(problem["code"] == "form.invalid")
        #expect(problem["details"]["problems"].list.count == 2)
        try await amina.run("form", "add", file, exit: 6)
    }
}
