// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A form from its draft to its end", .timeLimit(.minutes(15)))
struct FormLifeStoryTests {
    private static let first = """
        | survey |
        | | type | name | label | required |
        | | text | who | Who? | yes |
        | | integer | minutes | How long? | |
        | settings |
        | | form_title | form_id | summary |
        | | House call | house_call | who |
        """

    private static let second = first.replacing(
        "| | integer | minutes | How long? | |",
        with: "| | integer | minutes | For how many minutes? | |\n| | text | mood | Mood? | yes |"
    )

    static let versions = [first, second]

    @Test("it is tried by one, published to all, closed, and opened again; nothing is lost")
    func story() async throws {
        let town = try await Installation()
        let (amina, office) = (try await town.join("amina", "worker"), town.admin)
        try await office.sync()
        let file = try town.folder.write(Self.first, to: "house_call.md")
        try await office.run("form", "import", file, "--draft")
        try await office.run("new", "house_call", "--draft", "--set", "who=P-1")
        try await amina.sync()
        try await amina.run("new", "house_call", "--set", "who=P-1", exit: 5)
        // Nobody can be asked here, so it is said what to type.
        let asked = try await office.run("form", "publish", "house_call", exit: 2)
        #expect(asked.errors.contains("keeplocal form publish house_call --yes"))
        let told = try await office.json("form", "publish", "house_call", "--dry-run")
        #expect(told["report"]["isAdded"] == false && told["report"]["version"] == 1)
        let added = try await office.json("form", "publish", "house_call", "--yes")
        #expect(added["report"]["isAdded"] == true)
        // The answer was lost, or so the office thinks: before its next sync, and after.
        try await office.run("form", "import", file, "--draft")
        let again = try await office.json("form", "publish", "house_call", "--yes")
        #expect(again["report"]["isAdded"] == false && again["report"]["version"] == 1)
        try await office.sync()
        #expect(try await office.json("form", "import", file)["unchanged"] == true)
        try await amina.sync()
        let record = try await amina.json("new", "house_call", "--set", "who=P-1")
        try await amina.sync()
        // Closed while Amina is away: what she made is taken; then she hears of it.
        let close = ["form", "close", "house_call", "--reason", "the scheme has ended", "--json"]
        #expect(try await office.run(close).json()["isKept"] == true)
        #expect(try await office.run(close).json()["isKept"] == false)
        try await amina.run("new", "house_call", "--set", "who=P-2")
        let synced = try await amina.sync()
        #expect(synced["refused"] == 0 && synced["held"] == 0)
        let refusal = try await amina.problem("new", "house_call", "--set", "who=P-3", exit: 5)
        #expect(refusal["code"] == "form.closed")
        #expect(refusal["details"]["reason"] == "the scheme has ended")
        let id = try #require(record["record"].text)
        try await amina.run("edit", id, "--set", "minutes=4")
        #expect(try await amina.sync()["refused"] == 0)
        let denied = ["form", "reopen", "house_call", "--reason", "I want to"]
        try await amina.run(denied, exit: 6)
        try await office.run("form", "close", "no_such_form", "--reason", "x", exit: 5)
        try await office.run("form", "reopen", "house_call", "--reason", "one more month")
        try await amina.sync()
        try await amina.run("new", "house_call", "--set", "who=P-3")
        let acts = try await office.json("form", "history", "house_call").list
        #expect(acts.map { $0["isClosed"] } == [true, false])
        #expect(acts.first?["reason"] == "the scheme has ended")
    }

    @Test("who publishes again without a sync between is told to sync, and nobody is blamed")
    func unsynced() async throws {
        let town = try await Installation()
        let office = town.admin
        try await office.sync()
        let files = try Self.versions.enumerated().map { number, form in
            try town.folder.write(form, to: "form-\(number).md")
        }
        try await office.run("form", "import", files[0])
        let problem = try await office.problem(
            "form",
            "import",
            files[1],
            "--yes",
            exit: 5
        )
        let words = problem["message"].text ?? ""
        #expect(words.contains("the one that you published last"), "\(words)")
        #expect(words.contains("First: keeplocal sync") && !words.contains("omebody"))
        try await office.sync()
        let next = try await office.json("form", "import", files[1], "--yes")
        #expect(next["report"]["version"] == 2)
    }

    @Test("what is closed is closed in the backup too, and after it is restored")
    func restored() async throws {
        let town = try await Installation()
        let close = ["form", "close", "contact", "--reason", "over"]
        try await town.admin.run(close)
        let backups = try town.folder.path("backups")
        let place = ["--data", town.server.data]
        let backup = ["keeplocald", "backup", "--to", backups, "--json"] + place
        let made = try await Running(backup, in: town.folder).finish().json()
        try await town.admin.run("form", "reopen", "contact", "--reason", "a mistake")
        try await town.server.stop()
        let file = backups + "/" + (try #require(made["file"].text))
        let restore = ["keeplocald", "restore", "--from", file, "--replace", "--json"] + place
        let outcome = try await Running(restore, in: town.folder).finish()
        #expect(outcome.exit == 0, "\(outcome.errors)")
        let verified = try await town.server.verify()
        #expect(verified["projection"] == "ok" && verified["chain"] == "ok")
        try await town.server.start()
        let amina = try await town.join("amina", "worker")
        try await amina.run(["new", "contact"] + Device.answers("P-1"), exit: 5)
    }

    @Test("on a terminal a further version is shown before it is sent, and no is no")
    func asked() async throws {
        let town = try await Installation()
        let office = town.admin
        try await office.sync()
        let file = try town.folder.write(Self.first, to: "house_call.md")
        try await office.run("form", "import", file)
        try await office.sync()
        let next = try town.folder.write(Self.second, to: "next.md")
        let doubting = try Typist(["form", "import", next], office)
        try await doubting.types("n", after: "[y/N]")
        let refused = try await doubting.finish()
        #expect(refused.output.contains("Mood?"))
        #expect(refused.exit == 1 && refused.output.contains("Nothing was sent"))
        try await office.run("form", "import", next, "--draft")
        let draft = try await office.json("form", "diff", "house_call")
        #expect(draft["draft"] == true)
        #expect(draft["entries"].list.map { $0["kind"] } == ["relabelled", "added", "needed"])
        let sure = try Typist(["form", "publish", "house_call"], office)
        try await sure.types("y", after: "[y/N]")
        let published = try await sure.finish()
        #expect(published.exit == 0, "\(published.output)")
        #expect(published.output.contains("Published: house_call version 2"))
    }

    @Test("a record of version 1 opens in its own words, and names what the newer one needs")
    func ownWords() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        try await town.admin.sync()
        let file = try town.folder.write(Self.first, to: "house_call.md")
        try await town.admin.run("form", "import", file)
        try await town.admin.sync()
        try await amina.sync()
        let saved = try await amina.json("new", "house_call", "--set", "who=P-1")
        let record = try #require(saved["record"].text)
        try await amina.sync()
        let next = try town.folder.write(Self.second, to: "next.md")
        try await town.admin.run("form", "import", next, "--yes")
        try await amina.sync()
        let own = try await edit(
            record,
            [("n", "[y/N]"), ("", "Who?"), ("45", "How long?"), ("", "Enter saves")],
            amina
        )
        #expect(own.exit == 0, "\(own.output)")
        let said = own.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for words in ["Version 2", "It needs besides: 'Mood?'", "How long?", "Saved on"] {
            #expect(said.contains(words), "\(said)")
        }
        #expect(!own.output.contains("For how many minutes?"))
        let history = try await amina.json("history", record)
        #expect(history.list.allSatisfy { $0["formVersion"] == 1 })
        let newest = try await edit(
            record,
            [
                ("y", "[y/N]"), ("", "Who?"), ("", "For how many minutes?"), ("fair", "Mood?"),
                ("", "Enter saves"),
            ],
            amina
        )
        #expect(newest.exit == 0, "\(newest.output)")
        #expect(newest.output.contains("For how many minutes?"))
        try await amina.sync()
        let shown = try await amina.json("show", record)
        #expect(shown["fields"]["mood"] == "fair" && shown["fields"]["minutes"] == 45)
        #expect(shown["missing"] == [])
    }

    private func edit(
        _ record: String,
        _ lines: [(text: String, after: String)],
        _ device: Device
    ) async throws -> Outcome {
        let typist = try Typist(["edit", record], device)
        for line in lines { try await typist.types(line.text, after: line.after) }
        return try await typist.finish()
    }
}
