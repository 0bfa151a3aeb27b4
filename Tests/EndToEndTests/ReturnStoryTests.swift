// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A quarter's return, from opened to approved", .timeLimit(.minutes(15)))
struct ReturnStoryTests {
    private struct Cast {
        let carol: Device
        let rosa: Device
        let saeed: Device
        let record: String
    }

    /// Carol has opened, prepared and submitted a return; the council has it.
    private func submitted(_ town: Installation) async throws -> Cast {
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let saeed = try await town.reviewer("saeed", "senior_champion")
        _ = try await carol.contact("P-1", "minutes=30", "date=2025-08-01")
        try await carol.sync()
        let opened = try await carol.json("return", "open", "2025-Q2")
        let record = try #require(opened["record"].text)
        let prepared = try await carol.run("return", "prepare", record).output
        #expect(prepared.contains("Nobody is new") && prepared.contains("names people in words"))
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        return Cast(carol: carol, rosa: rosa, saeed: saeed, record: record)
    }

    @Test("who reviewed it cannot approve it, somebody else can, and its organisation reads that")
    func approves() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let record = cast.record
        #expect(try await cast.rosa.json("status")["returnsWaiting"] == 1)
        try await cast.rosa.run("return", "review", record)
        try await cast.rosa.run("return", "accept", record, "--reply", "Thank you")
        try await cast.rosa.run("return", "approve", record, exit: 6)
        try await cast.rosa.sync()
        #expect(try await cast.rosa.json("status")["returnsWaiting"] == 0)
        try await cast.saeed.sync()
        #expect(try await cast.saeed.json("status")["returnsWaiting"] == 1)
        #expect(try await cast.saeed.json("messages")[0]["new"] == true)
        #expect(try await cast.carol.json("status")["returnsWaiting"] == 0)
        let reviewed = try await cast.saeed.json("return", "show", record)["content"]
        try await cast.saeed.run("return", "approve", record)
        try await cast.saeed.sync()
        #expect(try await cast.saeed.json("status")["returnsWaiting"] == 0)
        #expect(try await cast.carol.run("sync").output.contains("1 new message from others"))
        #expect(try await cast.carol.run("messages").output.contains("new: Return"))
        #expect(try await cast.carol.json("status")["newMessages"] == 0)
        let shown = try await cast.carol.json("return", "show", record)
        #expect(shown["state"] == "approved")
        #expect(shown["content"] == reviewed)
        #expect(shown["reviewer"] != shown["approver"])
        #expect(shown["manifest"] == 1)
        let told = try await cast.carol.run("messages").output
        #expect(told.contains("It was accepted by rosa") && told.contains("Thank you"))
        #expect(told.contains("It was approved by saeed"))
        // Published, it stands in the council's report as it did when it was approved.
        let figures = {
            try await cast.saeed.run("report", "returns").output.split(separator: "\n")
                .filter { $0.contains("2025-Q2") }
        }
        let approved = try await figures()
        #expect(!approved.isEmpty)
        try await cast.saeed.run("return", "publish", record)
        #expect(try await figures() == approved)
    }

    @Test("an approval of what was corrected meanwhile is refused, and can be let go of")
    func corrected() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let record = cast.record
        try await cast.rosa.run("return", "review", record)
        try await cast.rosa.run("return", "accept", record, "--reply", "Thank you")
        try await cast.rosa.sync()
        try await cast.saeed.sync()
        try await cast.carol.sync()
        try await cast.saeed.run("return", "approve", record)
        let correction = "challenges=Three workers short in August"
        try await cast.carol.run("return", "prepare", record, "--set", correction)
        try await cast.carol.run("return", "submit", record)
        try await cast.carol.sync()

        let report = try await cast.saeed.json("sync", exit: 5)
        #expect(report["refused"] == 1)
        #expect(report["digestsAgree"] == true)
        let refused = try await cast.saeed.json("status")["refusedChanges"][0]
        #expect(refused["code"] == "return.changed")
        #expect(refused["record"].text == record)
        let told = try await cast.saeed.run("messages").output
        #expect(told.contains("--again") && told.contains("let go of it: keeplocal edit"))
        try await cast.saeed.run("edit", record, "--let-go")
        try await cast.saeed.run("sync")
        #expect(try await cast.saeed.json("return", "show", record)["state"] != "approved")
        #expect(try await cast.carol.json("return", "show", record)["revisions"] == 2)
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("asked at a figure and answered, given back and corrected, and replied to")
    func talks() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let (carol, rosa, record) = (cast.carol, cast.rosa, cast.record)
        try await rosa.run("return", "review", record)
        let query = ["return", "query", record, "Is August in this?", "--field", "contacts"]
        try await rosa.run(query + ["--due", "2027-01-08"])
        try await rosa.run("return", "accept", record, "--reply", "Thank you", exit: 5)
        try await rosa.sync()
        try await carol.sync()
        // From here on she has no network.
        let told = try await carol.run("messages").output
        #expect(told.contains("Is August in this?") && told.contains("Contacts"))
        let shown = try await carol.run("return", "show", record).output
        #expect(
            shown.contains("? rosa: Is August in this?") && shown.contains("answer by 2027-01-08")
        )
        try await carol.run("return", "answer", record, "Yes, all of it.")
        try await carol.sync()
        try await rosa.sync()
        #expect(try await rosa.run("return", "show", record).output.contains("= carol: Yes, all"))
        let back = ["return", "give-back", record, "--reason", "September is missing"]
        try await rosa.run(back + ["--comment", "contacts=only one?"])
        try await rosa.sync()
        try await carol.sync()
        #expect(try await carol.run("return", "show", record).output.contains("rosa: only one?"))
        _ = try await carol.contact("P-2", "minutes=30", "date=2025-09-01")
        try await carol.sync()
        let byHand = ["return", "prepare", record, "--set", "contacts=9"]
        let refused = try await carol.run(byHand, exit: 5).errors
        #expect(refused.contains("--reason"))
        try await carol.run(byHand + ["--reason", "seven on paper"])
        let prepared = try await carol.run("return", "show", record).output
        #expect(prepared.contains("rosa: only one?") && prepared.contains("submitted: 1"))
        try await carol.sync()
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        let difference = try await rosa.json("return", "diff", record)
        #expect(difference["added"] == 1 && difference["material"] == true)
        let again = try await rosa.run("return", "show", record).output
        #expect(again.contains("set by hand; the records count 2, because: seven on paper"))
        #expect(again.contains("revision 1 given back by rosa"))
        try await rosa.run("return", "review", record)
        try await rosa.run("return", "accept", record, "--reply", "We plan the winter with it.")
        try await rosa.sync()
        try await carol.sync()
        #expect(try await carol.run("messages").output.contains("We plan the winter with it."))
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
    }

    @Test("the board says who has the ball, and a return that is waived is nobody's turn")
    func board() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        let (carol, rosa) = (cast.carol, cast.rosa)
        let service = ["new", "service", "--organisation", Installation.mills]
        let answers = ["name=Homecare East", "starts=2025-04-01", "ends=2025-09-30"]
        try await rosa.run(service + answers.flatMap { ["--set", $0] })
        try await rosa.sync()
        let board = try await rosa.json("return", "board")
        #expect(board.list.map { $0["state"].text } == ["not_opened", "submitted", "not_opened"])
        #expect(board[0]["due"].text == "2025-07-21" && board[0]["overdue"] == true)
        #expect(board[1]["turn"].text == "reviewer" && board[0]["turn"].text == "organisation")
        try await carol.sync()
        let owed = try await carol.run("messages").output
        #expect(owed.contains("The return for 2025-Q1, Homecare East, is due 2025-07-21"))
        #expect(owed.contains("# due"))
        let waive = ["return", "waive", "2025-Q1", "--service", "Homecare East"]
        try await rosa.run(waive + ["--reason", "the hall burnt down"])
        try await rosa.sync()
        try await carol.sync()
        let later = try await carol.run("return", "board", "--all").output
        #expect(later.contains("waived") && later.contains("the hall burnt down"))
        #expect(try await carol.json("return", "board").list.count == 2)
        let told = try await carol.run("messages").output
        #expect(told.contains("2025-Q1, Homecare East, is due") == false)
        let open = ["return", "open", "2025-Q1", "--set", "service=Homecare East"]
        let waived = try await carol.run(open, exit: 5).errors
        #expect(waived.contains("is waived by rosa") && waived.contains("--anyway"))
        #expect(told.contains("2025-Q1, Homecare East, is waived"))
        #expect(told.contains("does without it, says rosa") && told.contains("the hall burnt down"))
        #expect(try await rosa.run("messages").output.contains("is waived") == false)
        try await carol.run(waive + ["--reason", "no time"], exit: 6)
    }

    @Test("the council's devices hold the return, and nobody's case")
    func sees() async throws {
        let town = try await Installation()
        let cast = try await submitted(town)
        try await cast.saeed.sync()
        for device in [cast.rosa, cast.saeed] {
            #expect(try await device.json("list", "contact") == [])
            let audiences = try await device.query("SELECT DISTINCT audience FROM record")
            #expect(audiences == ["council"])
        }
    }
}
