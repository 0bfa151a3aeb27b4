// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A form that comes from a spreadsheet", .timeLimit(.minutes(15)))
struct XLSFormStoryTests {
    private static let first = """
        | survey |
        | | type | name | label | required | relevant | appearance |
        | | text | who | Who? | yes | | |
        | | select_one kinds | kind | How? | | | minimal |
        | | integer | minutes | How long? | | ${kind} = 'home' | |
        | choices |
        | | list_name | name | label |
        | | kinds | home | Home |
        | | kinds | phone | By telephone |
        | settings |
        | | form_title | form_id | version | summary |
        | | House call | house_call | 2026-11 | who |
        """

    @Test("it is checked, sent, filled in, written out, changed and sent again")
    func story() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let file = try town.folder.write(Self.first, to: "house_call.md")
        let checked = try await town.admin.json("form", "check", file)
        #expect(checked["questions"].integer == 3)
        let added = try await town.admin.json("form", "import", file)
        #expect(added["report"]["isAdded"] == true)
        try await amina.sync()
        try await amina.run("new", "house_call", "--set", "who=P-1", "--set", "kind=home")

        try await town.admin.sync()
        let copy = file + ".xlsx"
        try await town.admin.run("form", "export", "house_call", "--to", copy)
        let same = try await town.admin.json("form", "check", copy)
        #expect(same["unchanged"] == true && same["version"].integer == 2)

        let changed = Self.first.replacing("How long?", with: "For how many minutes?")
        let second = try town.folder.write(changed, to: "house_call-2.md")
        let report = try await town.admin.json("form", "import", second, "--yes")
        #expect(report["report"]["version"].integer == 2)
    }

    @Test("what is wrong is named with its cell, and nothing is sent")
    func wrong() async throws {
        let town = try await Installation()
        let broken = Self.first.replacing("${kind} = 'home'", with: "${sort} = 'home'")
            .replacing("select_one kinds", with: "select_one sorts")
        let file = try town.folder.write(broken, to: "house_call.md")
        let problem = try await town.admin.problem("form", "import", file, exit: 2)
        let found = problem["details"]["problems"]
        #expect(found[0]["row"].integer == 4 && found[0]["column"] == .text("A"))
        #expect(found[1]["row"].integer == 5 && found[1]["column"] == .text("E"))
        let shown = try await town.admin.run("form", "check", file, exit: 2).errors
        #expect(shown.contains("survey, row 5, column E"))
        let forms = try await town.admin.json("form", "list").list
        #expect(!forms.contains { $0["id"] == .text("house_call") })
    }
}
