// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("Conflicts with what they mean, settled one by one and alike", .timeLimit(.minutes(15)))
struct ConflictMeaningTests {
    /// Names that two workers wrote differently, and a day that decides a figure.
    private func disputed() async throws -> (carol: Device, visit: String) {
        let town = try await Installation()
        let carol = try await town.join("carol", "coordinator")
        let amina = try await town.join("amina", "worker")
        let person = ["consent=true", "consent_date=2025-04-01"]
        var people: [String] = []
        for name in ["Ann", "Bob"] {
            let answers = (person + ["name=\(name)"]).flatMap { ["--set", $0] }
            let made = try await carol.run(["new", "participant", "--json"] + answers).json()
            people.append(try #require(made["record"].text))
        }
        let visit = try await carol.contact("P-1", "minutes=30", "date=2025-07-05")
        try await carol.sync()
        try await amina.sync()
        for (record, name) in zip(people, ["ann lee", "bob ray"]) {
            try await amina.run("edit", record, "--set", "name=\(name)")
        }
        try await amina.run("edit", visit, "--set", "date=2025-06-30")
        for (record, name) in zip(people, ["Ann Lee.", "Bob Ray."]) {
            try await carol.run("edit", record, "--set", "name=\(name)")
        }
        try await carol.run("edit", visit, "--set", "date=2025-07-06")
        try await amina.sync()
        try await carol.run("sync", exit: 3)
        return (carol, visit)
    }

    @Test("the queue shows a suggestion and what depends on it; alike ones are settled together")
    func alike() async throws {
        let (carol, visit) = try await disputed()
        let conflicts = try await carol.json("conflict", "list").list
        #expect(conflicts.count == 3)
        let names = conflicts.filter { $0["field"].text == "name" }
        #expect(names.allSatisfy { $0["suggestion"]["rule"].text == "spelling" })
        let day = try #require(conflicts.first { $0["record"].text == visit })
        #expect(day["suggestion"] == .null && day["effects"].list.isEmpty == false)
        let dayID = try #require(day["id"].text)
        let shown = try await carol.run("conflict", "show", dayID).output
        #expect(shown.contains("contacts, 2025-Q2: from 0 to 1") && shown.contains("ask "))
        try await carol.run(
            "conflict",
            "settle-alike",
            dayID,
            "--reason",
            "they agree",
            exit: 5
        )

        let first = try #require(names[0]["id"].text)
        let alike = ["conflict", "settle-alike", first, "--reason", "the same name"]
        let preview = try await carol.run(alike + ["--dry-run"]).output
        #expect(preview.contains("2 conflicts would be settled") && preview.contains("Ann Lee."))
        #expect(try await carol.json("conflict", "list").list.count == 3)
        #expect(try await carol.run(alike + ["--json"]).json().list.count == 2)
        try await carol.run("sync", exit: 3)
        #expect(try await carol.json("conflict", "list").list.map { $0["id"].text } == [dayID])
        try await carol.run("conflict", "undo", first, "--reason", "two people after all")
        #expect(try await carol.json("conflict", "list").list.count == 2)
    }
}
