// SPDX-License-Identifier: Apache-2.0

import Testing

/// Rows 11 to 14 of the table in `docs/conflicts.md`, with real devices and a real server.
@Suite("Situations of the field: one person, several records", .timeLimit(.minutes(15)))
struct PersonSituationTests {
    @Test("11: with one record of a person all that are joined go, whoever goes on editing")
    func erased() async throws {
        let field = try await Meeting()
        let (ann, again) = try await twice(field)
        try await field.merge(again, ann)
        let visit = try await field.record("contact", "participant=\(again)", "kind=visit")
        try await field.ben.edit(ann, ["phone=01274 555009"])
        let erase = [
            "erase", again, "--reason", "consent_withdrawn", "--authority", "DSR-7", "--json",
        ]
        let plan = try await field.carol.run(erase + ["--dry-run"]).json()
        #expect(plan["joined"] == [.text(ann)])
        try await field.carol.run(erase + ["--yes"])
        // Ben, who had no network, is told that what he wrote came too late.
        try await field.ben.run("sync", exit: 5)
        try await field.meet()
        for device in [field.amina, field.ben, field.carol] {
            let records = try await device.records()
            #expect(Set(records).isDisjoint(with: [ann, again, visit]))
        }
    }

    @Test("12: a withdrawal holds from its day; what came after waits for the coordinator")
    func withdrawn() async throws {
        let field = try await Meeting()
        let ann = try await field.person("Ann")
        try await field.amina.edit(ann, ["consent=no", "consent_date=2025-08-10"])
        var visits: [String] = []
        for day in ["2025-08-09", "2025-08-10", "2025-08-11"] {
            let answers = ["participant=\(ann)", "kind=visit", "date=\(day)"]
            visits.append(try await field.ben.saved("contact", answers))
        }
        try await field.meet()
        let waiting = try await field.carol.json("participant", "consent").list
        #expect(waiting.map { $0["record"].text } == [visits[1], visits[2]])
        let messages = try await field.carol.run("messages").output
        #expect(messages.contains("consent was withdrawn on 2025-08-10"))
        #expect(try await field.amina.json("messages").list.isEmpty)
        let reach = ["report", "reach", "--quarter", "2025-Q2"]
        let words = "consent was withdrawn before"
        #expect(try await field.carol.run(reach).output.contains(words))
        try await field.carol.run("participant", "keep", visits[1], "--reason", "She asked for it")
        try await field.carol.run("delete", visits[2], "--reason", "She had said no")
        #expect(try await field.carol.json("participant", "consent") == [])
        #expect(try await !field.carol.run(reach).output.contains(words))
        try await field.meet()
        #expect(try await field.amina.json("participant", "consent") == [])
    }

    @Test("13: two records of one person are proposed, joined by a person, and parted again")
    func duplicates() async throws {
        let field = try await Meeting()
        let (ann, again) = try await twice(field)
        let pairs = try await field.carol.json("participant", "duplicates").list
        #expect(pairs.map { $0["first"].text } == [ann] && pairs[0]["second"].text == again)
        #expect(pairs[0]["score"] == 80 && pairs[0]["reasons"] == ["same_name", "same_birth"])
        let table = try await field.carol.run("participant", "duplicates").output
        #expect(table.contains("one name, one date of birth"))
        try await field.merge(again, ann)
        #expect(try await field.ben.json("participant", "show", again)["participant"].text == ann)
        #expect(try await field.ben.run("list", "participant").output.contains("joined with"))
        let back = ["participant", "merge", ann, again, "--reason", "The other way"]
        try await field.carol.run(back, exit: 2)
        try await field.carol.run("participant", "unmerge", again, "--reason", "Two sisters")
        try await field.carol.run("participant", "distinct", ann, again, "--reason", "Two sisters")
        try await field.meet()
        #expect(try await field.ben.json("participant", "duplicates") == [])
        #expect(try await field.ben.json("participant", "show", again)["joined"] == [])
        let history = try await field.ben.run("history", again).output
        #expect(history.contains("Two sisters"))
    }

    @Test("14: what is written to the joined record offline counts and waits for the person")
    func follows() async throws {
        let field = try await Meeting()
        let (ann, again) = try await twice(field)
        try await field.ben.edit(again, ["phone=01274 555009"])
        _ = try await field.ben.contact(again, "date=2025-08-01")
        try await field.carol.run("participant", "merge", again, ann, "--reason", "Asked her")
        try await field.meet()
        try await field.carol.sync()
        let person = try await field.carol.json("participant", "show", ann)
        #expect(person["contacts"] == 1 && person["joined"] == [.text(again)])
        #expect(person["late"][0]["value"] == "01274 555009")
        let told = try await field.carol.run("messages").output
        #expect(told.contains("participant take"))
        try await field.carol.run("participant", "take", again, "phone", "--reason", "Ben asked")
        try await field.meet()
        #expect(try await field.fields(ann)["phone"] == "01274 555009")
        #expect(try await field.carol.json("participant", "show", ann)["late"] == [])
    }

    /// Two records that two workers made of one person, which everybody has.
    private func twice(_ field: Meeting) async throws -> (first: String, second: String) {
        let answers = ["consent=yes", "consent_date=2025-04-01", "born=1950-03-04"]
        let first = try await field.amina.saved("participant", ["name=Ann Lee"] + answers)
        let second = try await field.ben.saved("participant", ["name=lee, ann"] + answers)
        try await field.meet()
        return (first, second)
    }
}

extension Meeting {
    fileprivate func merge(_ duplicate: String, _ person: String) async throws {
        try await carol.run("participant", "merge", duplicate, person, "--reason", "Asked her")
        try await meet()
    }
}
