// SPDX-License-Identifier: Apache-2.0

import Testing

@Suite("A list of people, and a form that looks them up and changes them", .timeLimit(.minutes(15)))
struct EntityStoryTests {
    private static let client = """
        | survey |
        | | type | name | label | required |
        | | text | full_name | Name | yes |
        | | text | phone | Phone | |
        | | text | address | Address | |
        | settings |
        | | form_title | form_id | summary |
        | | Client | client | full_name |
        """
    private static let item = "instance('client')/root/item[name = ${who}]"
    private static let checkup = """
        | survey |
        | | type | name | label | calculation | trigger | save_to |
        | | select_one_from_file client.csv | who | Whom did you see? | | | |
        | | text | phone | Phone | \(item)/phone | ${who} | phone |
        | | text | address | Address | \(item)/address | ${who} | address |
        | settings |
        | | form_title | form_id |
        | | Check-up | checkup |
        | entities |
        | | list_name | entity_id |
        | | client | ${who} |
        """

    private func town() async throws -> (Installation, amina: Device, ben: Device) {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let ben = try await town.join("ben", "worker")
        for (name, form) in [("client", Self.client), ("checkup", Self.checkup)] {
            let file = try town.folder.write(form, to: "\(name).md")
            try await town.admin.run("form", "import", file)
            try await town.admin.sync()
        }
        try await amina.sync()
        return (town, amina, ben)
    }

    private func client(_ amina: Device) async throws -> String {
        let answers = ["full_name=Ann Smith", "phone=01274 1", "address=1 Mill Lane"]
        let set = answers.flatMap { ["--set", $0] }
        let saved = try await amina.run(["new", "client", "--json"] + set).json()
        try await amina.sync()
        return try #require(saved["record"].text)
    }

    /// Answers the check-up's questions until the lines end.
    private func interview(_ device: Device, typing lines: String) async throws -> Outcome {
        let shell = ["sh", "-c", "printf '\(lines)' | \"$@\"", "sh"]
        return try await device.start("new", "checkup", through: shell).finish(within: 60)
    }

    @Test("a form that was opened before a change does not revert it: both edits stand")
    func twoDevices() async throws {
        let (_, amina, ben) = try await town()
        let ann = try await client(amina)
        try await ben.sync()
        let opened = try await interview(amina, typing: "ann\\n")
        #expect(opened.exit == 1 && opened.errors.contains("[01274 1]"), "\(opened.errors)")

        try await ben.run("edit", ann, "--set", "phone=01274 2")
        try await ben.sync()
        try await amina.sync()
        let saved = try await interview(amina, typing: "\\n7 Moor Road\\n")
        #expect(saved.exit == 0, "\(saved.errors)")
        #expect(saved.output.contains("Changed with it: Client"))
        #expect(saved.output.contains("Ann Smith"))

        try await amina.sync()
        try await ben.sync()
        for device in [amina, ben] {
            let shown = try await device.json("show", ann)
            #expect(shown["fields"]["phone"] == .text("01274 2"))
            #expect(shown["fields"]["address"] == .text("7 Moor Road"))
            #expect(try await device.json("status")["conflicts"].integer == 0)
            #expect(try await device.json("status")["refused"].integer == 0)
        }
    }

    @Test("by one command: a record is chosen by its name, and altered answers alone are written")
    func command() async throws {
        let (_, amina, ben) = try await town()
        let ann = try await client(amina)
        try await ben.sync()
        try await ben.run("edit", ann, "--set", "address=9 High Street")
        try await ben.sync()
        let answers = ["--set", "who=Ann Smith", "--set", "address=7 Moor Road"]
        let saved = try await amina.run(["new", "checkup", "--json"] + answers).json()
        #expect(saved["entities"][0]["record"] == .text(ann))
        let shown = try await amina.run("show", try #require(saved["record"].text)).output
        #expect(shown.contains("Ann Smith") && shown.contains("01274 1"))
        try await amina.sync()
        let conflicts = try await amina.json("conflict", "list").list
        #expect(conflicts.map { $0["field"] } == [.text("address")])
        let problem = try await amina.problem(
            "new",
            "checkup",
            "--set",
            "who=Nobody",
            exit: 5
        )
        #expect(problem["message"].text?.contains("none of the records") == true)
    }

    @Test("a form whose entities could not be written is refused with its cells")
    func refused() async throws {
        let town = try await town().0
        let wrong = Self.checkup.replacing("| ${who} | phone |", with: "| ${who} | phon |")
            .replacing("| client | ${who} |", with: "| customer | ${who} |")
        let file = try town.folder.write(wrong, to: "checkup-2.md")
        let listed = try await town.admin.problem("form", "check", file, exit: 2)
        #expect(listed["details"]["problems"][0]["sheet"] == .text("entities"))
        let half = Self.checkup.replacing("| ${who} | phone |", with: "| ${who} | phon |")
        let other = try town.folder.write(half, to: "checkup-3.md")
        let shown = try await town.admin.run("form", "check", other, exit: 2).errors
        let words = shown.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        #expect(shown.contains("survey, row 4") && words.contains("did you mean phone"), "\(shown)")
        #expect(!shown.contains("?."))
    }
}
