// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Two people and one record, without a network", .timeLimit(.minutes(15)))
struct ConflictStoryTests {
    /// Amina and Carol have the same contact of 30 minutes on their devices.
    private func meeting() async throws -> (Installation, Device, Device, String) {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        let record = try await amina.contact("P-1", "minutes=30")
        try await amina.sync()
        try await carol.sync()
        return (town, amina, carol, record)
    }

    @Test("edits of different fields merge, and both devices read both")
    func merges() async throws {
        let (town, amina, carol, record) = try await meeting()
        try await town.server.stop()
        try await amina.run("edit", record, "--set", "note=Prefers mornings")
        try await carol.run("edit", record, "--set", "minutes=45")
        try await town.server.start()
        for device in [amina, carol, amina] { try await device.run("sync") }
        let fields = try await amina.json("show", record)["fields"]
        #expect(fields["note"] == "Prefers mornings")
        #expect(fields["minutes"] == 45)
        #expect(try await carol.json("show", record)["fields"] == fields)
    }

    @Test("a disputed field waits for who may decide, and both devices learn each decision")
    func disputes() async throws {
        let (_, amina, carol, record) = try await meeting()
        let his = try await amina.json("edit", record, "--set", "minutes=50")["change"].text
        let hers = try await carol.json("edit", record, "--set", "minutes=60")["change"].text
        try await amina.run("sync")
        try await carol.run("sync", exit: 3)
        try await carol.run("sync", exit: 3)
        try await amina.run("sync", exit: 3)
        // Until somebody decides, everybody reads what was agreed last.
        #expect(try await amina.json("show", record)["fields"]["minutes"] == 30)
        let conflict = try await amina.json("conflict", "list")[0]
        let id = try #require(conflict["id"].text)
        #expect(conflict["base"] == 30)
        #expect(Set(conflict["candidates"].list.map { $0["id"].text }) == [his, hers])
        let take = ["conflict", "take", id, try #require(his), "--reason", "She was there"]
        try await amina.run(take, exit: 6)
        try await carol.run(take)
        try await carol.run("sync")
        #expect(try await amina.run("sync").output.contains("1 new message"))
        #expect(try await amina.json("status")["newMessages"] == 1)
        // A script does not read for the person.
        #expect(try await amina.json("messages")[0]["new"] == true)
        #expect(try await amina.run("sync").output.contains("1 new message"))
        #expect(try await amina.run("messages").output.contains("new: "))
        #expect(try await amina.json("messages")[0]["new"] == false)
        #expect(try await amina.json("status")["newMessages"] == 0)
        #expect(try await amina.json("show", record)["fields"]["minutes"] == 50)
        #expect(try await amina.json("conflict", "show", id)[0]["state"] == "resolved")

        try await expectHistory(of: record, on: amina, his, hers)

        try await carol.run("conflict", "undo", id, "--reason", "It was the other form")
        try await carol.run("sync", exit: 3)
        try await amina.run("sync", exit: 3)
        let reopened = try await amina.json("show", record)
        #expect(reopened["fields"]["minutes"] == 30)
        #expect(reopened["conflicts"] == [.text(id)])
        let other = try #require(hers)
        try await carol.run("conflict", "take", id, other, "--reason", "Checked with the family")
        try await carol.run("sync")
        try await amina.run("sync")
        for device in [amina, carol] {
            #expect(try await device.json("show", record)["fields"]["minutes"] == 60)
            #expect(try await device.json("conflict", "list") == [])
            #expect(try await device.json("conflict", "list", "--all").list.count == 1)
        }
        let (here, there) = try await amina.json("status")["digests"].shared(
            with: carol.json("status")["digests"]
        )
        #expect(here == there)
    }

    @Test("a dispute about whom it was with is told in names")
    func names() async throws {
        let (_, amina, carol, record) = try await meeting()
        let person = ["name=Ann Smith", "consent=yes", "consent_date=2025-07-05"]
        let ann = try await amina.run(
            ["new", "participant", "--json"] + person.flatMap { ["--set", $0] }
        ).json()["record"].text
        let short = try #require(ann).suffix(8)
        try await amina.run("edit", record, "--set", "participant=\(ann ?? "")")
        try await carol.run("edit", record, "--set", "participant=P-2")
        try await amina.sync()
        try await carol.sync()
        let id = try #require(try await carol.json("conflict", "list")[0]["id"].text)
        for command in [["list"], ["show", id]] {
            let words = try await carol.run(["conflict"] + command).output
            #expect(words.contains("Ann Smith (\(short))") && words.contains("P-2"), "\(words)")
        }
    }

    /// Whoever edited, was overruled, or decided stands in it, also where the value went.
    private func expectHistory(
        of record: String,
        on device: Device,
        _ taken: String?,
        _ rejected: String?
    ) async throws {
        let history = try await device.json("history", record).list
            .filter { $0["field"] == "minutes" }
        #expect(history.map { $0["value"] } == [30, 50, 60, 50])
        #expect(history.map { $0["change"].text }[1...2] == [taken, rejected])
        #expect(history[1]["state"] == "stored" && history[2]["state"] == .null)
        #expect(history[3]["notTaken"].list.map { $0["change"].text } == [rejected])
        let words = try await device.run("history", record).output
        #expect(words.contains("carol, device ") && words.contains("Minutes: 30 → 50"))
        #expect(words.contains("not taken: 60, by carol on "))
    }

    @Test("deleting what somebody else goes on editing is a conflict, and the record stays")
    func deletes() async throws {
        let (_, amina, carol, record) = try await meeting()
        try await carol.run("delete", record, "--reason", "Entered twice")
        try await amina.run("edit", record, "--set", "note=Visited again")
        try await amina.run("sync")
        try await carol.run("sync", exit: 3)
        let conflict = try await carol.json("conflict", "list")[0]
        #expect(conflict["field"] == "@exists")
        #expect(try await carol.json("show", record)["deleted"] == false)
        let alive = try #require(conflict["candidates"].list.first { $0["value"] == true })
        let (id, candidate) = (conflict["id"].text ?? "", alive["id"].text ?? "")
        try await carol.run("conflict", "take", id, candidate, "--reason", "Not entered twice")
        try await carol.run("sync")
        try await amina.run("sync")
        for device in [amina, carol] {
            let shown = try await device.json("show", record)
            #expect(shown["deleted"] == false)
            #expect(shown["fields"]["note"] == "Visited again")
        }
    }

    @Test("an administrator sees a conflict's values masked until a reason is given")
    func masked() async throws {
        let (town, amina, carol, record) = try await meeting()
        try await amina.run("edit", record, "--set", "minutes=51")
        try await carol.run("edit", record, "--set", "minutes=62")
        try await amina.run("sync")
        try await carol.run("sync", exit: 3)
        let seen = try await town.admin.run("conflict", "list", "--json").output
        let masked = try Document(parsing: seen)[0]["candidates"].list.map { $0["value"] }
        #expect(masked == [.null, .null])
        try await town.admin.run("conflict", "list", "--reveal", exit: 5)
        let reveal = ["conflict", "list", "--reveal", "--reason", "Complaint 12", "--json"]
        let revealed = try await town.admin.run(reveal).json()
        let values = revealed[0]["candidates"].list.compactMap { $0["value"].integer }
        #expect(values.sorted() == [51, 62])
        #expect(try await town.admin.json("list", "contact") == [])
    }
}
