// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation
import Testing

@testable import keeplocal

@Suite("Decisions about conflicts", .timeLimit(.minutes(15)))
struct DecisionCommandTests {
    private struct Disputed {
        let town: Town
        let record: String
        let conflict: String
        let candidates: [String]
    }

    /// Amina and Carol say different things about one contact, and Carol has both before her.
    private func dispute() throws -> Disputed {
        let town = try Town()
        try town.join("amina")
        try town.join("carol", "coordinator")
        let record = try town.contact("amina")
        for name in ["amina", "carol"] { try town.run(name, ["sync"]) }
        try town.run("amina", ["edit", record, "--set", "minutes=40"])
        try town.run("carol", ["edit", record, "--set", "minutes=50"])
        try town.run("amina", ["sync"])
        try town.run("carol", ["sync"], exit: ExitStatus.conflictsRemain)
        let listed = try town.run("carol", ["conflict", "list", "--json"]).output
        let found = try #require(
            JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [[String: Any]]
        )
        let candidates = try #require(found.first?["candidates"] as? [[String: Any]])
        return Disputed(
            town: town,
            record: record,
            conflict: try #require(found.first?["id"] as? String),
            candidates: candidates.compactMap { $0["id"] as? String }
        )
    }

    @Test("a candidate is taken by what it says")
    func byValue() throws {
        let disputed = try dispute()
        let take = ["conflict", "take", disputed.conflict]
        let none = try disputed.town.run(
            "carol",
            take + ["60", "--reason", "x"],
            exit: ExitStatus.refused
        )
        #expect(none.errors.contains("candidate"), "\(none.errors)")
        let taken = try disputed.town.run("carol", take + ["50", "--reason", "x"])
        #expect(taken.output.contains("Settled: minutes is 50"), "\(taken.output)")
    }

    @Test("a settled conflict says by whom, when and why, and how to undo that")
    func settled() throws {
        let disputed = try dispute()
        let (town, conflict) = (disputed.town, disputed.conflict)
        let take = ["conflict", "take", conflict, disputed.candidates[0], "--reason"]
        try town.run("carol", take + ["Checked with the family"])
        let value = try town.run("carol", ["conflict", "show", conflict]).output
        #expect(value.contains("Settled:"))
        for arguments in [
            take + ["again", "--json"],
            ["conflict", "edit", conflict, "45", "--reason", "again", "--json"],
        ] {
            let ending = try town.run("carol", arguments, exit: ExitStatus.refused)
            #expect(try ending.problem()["code"] as? String == "conflict.none")
            let message = try #require(try ending.problem()["message"] as? String)
            for words in [
                "settled already", "carol", "because: Checked with the family",
                "keeplocal conflict undo", "--reason",
            ] { #expect(message.contains(words), "\(message)") }
        }
    }

    @Test(
        "a rehearsal of an administrator sends nothing",
        arguments: [
            ["take", "CANDIDATE", "--reason", "x"], ["edit", "45", "--reason", "x"],
            ["assign", "nobody"],
        ]
    )
    func rehearsal(_ words: [String]) throws {
        let disputed = try dispute()
        let town = disputed.town
        let path = town.folder.appending(path: "admin").path
        let store = try FieldStore(home: Home(path: path))
        let service = ["--set", "name=Mornings", "--organisation", "Advice Hub"]
        try town.run(
            "admin",
            ["admin", "service", "add", "Mornings", "--organisation", "Advice Hub"]
        )
        try town.run("admin", ["new", "service", "--council", "bradford"] + service)
        #expect(try store.read { try $0.status() }.saved == 1)
        let rest = words.dropFirst().map { $0 == "CANDIDATE" ? disputed.candidates[0] : $0 }
        let act = ["conflict", words[0], disputed.conflict] + rest + ["--dry-run"]
        let ending = try town.run("admin", act)
        #expect(ending.errors.contains("rehearsal"))
        let status = try store.read { try $0.status() }
        #expect(status.saved == 1 && status.sent == 0)
    }

    @Test("a decision that came too late is let go of, and nothing else of the record is")
    func tooLate() throws {
        let disputed = try dispute()
        let town = disputed.town
        let path = town.folder.appending(path: "admin").path
        let source = try ConflictSource(DeviceOptions.parse(["--home", path]))
        let report = try #require(try source.find(disputed.conflict).report)
        let candidate = try #require(report.conflict.candidates.first?.id)
        let take = ["conflict", "take", disputed.conflict, candidate.description, "--reason", "x"]
        try town.run("carol", take)
        try town.run("carol", ["sync"])
        let former = try source.store.write {
            try $0.resolve(report, .take(candidate), reason: "first")
        }
        _ = try SyncLoop(store: source.store).run()
        let refused = { try source.store.read { try $0.status() }.refused.map(\.change.id) }
        #expect(try refused() == [former.change])
        let problem = #expect(throws: Problem.self) {
            try source.save { try $0.resolve(report, .take(candidate), reason: "second") }
        }
        #expect(problem?.code == .conflictMoved)
        #expect(try refused() == [former.change])
    }

    @Test("an administrator is told who was first")
    func told() throws {
        let disputed = try dispute()
        let take = ["conflict", "take", disputed.conflict, disputed.candidates[0], "--reason", "x"]
        try disputed.town.run("admin", take)
        let late = try disputed.town.run("admin", take, exit: ExitStatus.refused)
        #expect(late.errors.contains("was settled already"))
    }
}
