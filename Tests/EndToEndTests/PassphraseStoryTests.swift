// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("A champion's device lies open, and nobody else approves on it", .timeLimit(.minutes(15)))
struct PassphraseStoryTests {
    private static let right = "heron gutter apricot quilt"
    private static let wrong = "heron gutter apricot kilt"

    private func accepted(_ town: Installation) async throws -> (saeed: Device, record: String) {
        let carol = try await town.join("carol", "coordinator")
        let rosa = try await town.reviewer("rosa", "reviewer")
        let saeed = try await town.reviewer("saeed", "senior_champion")
        let record = try #require(try await carol.json("return", "open", "2026-Q1")["record"].text)
        try await carol.run("return", "prepare", record)
        try await carol.run("return", "submit", record)
        try await carol.sync()
        try await rosa.sync()
        try await rosa.run("return", "review", record)
        try await rosa.run("return", "accept", record, "--reply", "Thank you")
        try await rosa.sync()
        return (saeed, record)
    }

    @Test("the council requires it; set by a code, typed unseen, found in no file")
    func story() async throws {
        let town = try await Installation()
        let (saeed, record) = try await accepted(town)
        let council = ["admin", "council", "set", "bradford", "--step-up", "required"]
        try await town.admin.run(council)
        try await saeed.sync()
        let asked = try await saeed.run("return", "approve", record, exit: 2)
        #expect(asked.errors.contains("--passphrase-file"))
        let (right, wrong) = (
            try town.folder.write(Self.right + "\n", to: "right.txt"),
            try town.folder.write(Self.wrong + "\n", to: "wrong.txt")
        )
        try await saeed.run("return", "approve", record, "--passphrase-file", right)
        let early = try await saeed.json("sync", exit: 5)
        #expect(early["refused"] == 1)
        let refused = try await saeed.json("status")["refusedChanges"][0]
        #expect(refused["code"] == "approval.unproven")

        try await set(saeed, by: town.admin)
        try await saeed.run("return", "approve", record, "--passphrase-file", wrong)
        try await saeed.run("sync", exit: 5)
        let guessed = try await saeed.json("status")["refusedChanges"].list
        #expect(guessed.map { $0["code"].text } == ["approval.wrong"])
        let approving = try Typist(["return", "approve", record], saeed)
        try await approving.types(Self.right, after: "Your passphrase: ")
        let approved = try await approving.finish()
        #expect(approved.exit == 0 && approved.output.contains("Approved"))
        #expect(!approved.output.contains("apricot"))
        try await saeed.sync()
        #expect(try await saeed.json("return", "show", record)["state"] == "approved")
        #expect(try await saeed.json("status")["refusedChanges"].list.isEmpty)
        let people = try await town.admin.run("admin", "passphrase", "list").output
        #expect(people.contains("saeed") && people.contains("set"))
        let verified = try await town.server.verify()
        #expect(verified["chain"] == "ok" && verified["projection"] == "ok")
        for file in ["right.txt", "wrong.txt"] {
            try FileManager.default.removeItem(atPath: town.folder.path(file))
        }
        try expectNowhere("apricot", below: town.folder.path("."))
    }

    /// With a code, typed unseen; a weak one is not taken.
    private func set(_ saeed: Device, by admin: Device) async throws {
        let code = try #require(
            try await admin.json("admin", "passphrase", "code", "saeed")["code"].text
        )
        let weak = try saeed.folder.write("short\n", to: "weak.txt")
        try await saeed.run(
            ["passphrase", "set", "--code", code, "--passphrase-file", weak],
            exit: 2
        )
        let setting = try Typist(["passphrase", "set", "--code", code], saeed)
        try await setting.types(Self.right, after: "The new passphrase: ")
        try await setting.types(Self.right, after: "The same again: ")
        let set = try await setting.finish()
        #expect(set.exit == 0 && set.output.contains("is set"))
        #expect(!set.output.contains("apricot"))
    }

    private func expectNowhere(_ word: String, below path: String) throws {
        let files = try #require(FileManager.default.enumerator(atPath: path))
        var count = 0
        for case let name as String in files {
            let file = URL(filePath: path).appending(path: name)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
            else { continue }
            count += 1
            #expect(try Data(contentsOf: file).firstRange(of: Data(word.utf8)) == nil, "\(name)")
        }
        #expect(count > 5)
    }
}
