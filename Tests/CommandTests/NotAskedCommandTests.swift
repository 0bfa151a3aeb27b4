// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("An answer to a question that is not asked is refused, however it comes")
struct NotAskedCommandTests {
    private let desk: Desk
    private let contact = ["new", "contact", "--json", "--set", "participant=P-1"]

    init() throws { desk = try Desk() }

    private func refusal(_ outcome: StartedProgram.Outcome) throws -> String {
        #expect(outcome.exit == ExitStatus.refused, "\(outcome.errors)\(outcome.output)")
        let problem = try outcome.problem()
        #expect(problem["code"] as? String == "field.not_asked")
        return outcome.errors
    }

    private func set(_ assignments: String...) -> [String] {
        assignments.flatMap { ["--set", $0] }
    }

    @Test("new --set says what hides it; given with what makes it asked, in any order, it is saved")
    func new() throws {
        let rest = set("kind=visit", "minutes=45")
        let words = try refusal(desk.run(contact + rest + set("referred_to=Food bank")))
        #expect(words.contains("referred_to: this is not asked while referred_on has no answer"))
        let no = set("referred_to=Food bank", "referred_on=no")
        #expect(try refusal(desk.run(contact + rest + no)).contains("referred_on is 'false'"))
        for answers in [
            set("referred_on=yes", "referred_to=Food bank"),
            set("referred_to=Food bank", "referred_on=yes"),
        ] {
            let saved = try desk.run(contact + rest + answers)
            #expect(saved.exit == 0, "\(saved.errors)")
        }
        #expect(try desk.run(contact + rest + set("referred_to=")).exit == 0, "no answer is none")
    }

    @Test("edit --set does the same beside what the record has, and may always clear")
    func edit() throws {
        let plain = try desk.run(contact + set("kind=visit", "minutes=45"))
        let id = try #require(try plain.json()["record"] as? String, "\(plain.errors)")
        let edit = { (assignments: [String]) in
            try desk.run(["edit", id, "--json"] + assignments)
        }
        _ = try refusal(edit(set("referred_to=Food bank")))
        #expect(try edit(set("referred_to=Food bank", "referred_on=yes")).exit == 0)
        #expect(try edit(set("referred_to=Advice")).exit == 0)
        _ = try refusal(edit(set("referred_on=no", "referred_to=Other")))
        #expect(try edit(set("referred_on=no", "referred_to=")).exit == 0)
    }

    @Test("a row of an import is refused by its line; what an export wrote comes in again")
    func rows() throws {
        let folder = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let csv = """
            participant,kind,minutes,referred_on,referred_to
            P-1,visit,45,yes,Food bank
            P-2,visit,45,no,Food bank
            P-3,visit,45,no,

            """
        let ndjson = """
            {"participant": "P-4", "kind": "visit", "minutes": 45, "referred_to": "Food bank"}
            {"referred_to": "Food bank", "referred_on": true, "participant": "P-5", \
            "kind": "visit", "minutes": 45}

            """
        for (name, text, line) in [("a.csv", csv, 3), ("a.ndjson", ndjson, 1)] {
            let file = "\(folder)/\(name)"
            try Data(text.utf8).write(to: URL(filePath: file))
            let outcome = try desk.run(["import", "contact", file, "--json"])
            let refused = try outcome.json()["refused"] as? [[String: Any]]
            #expect(refused?.map { $0["line"] as? Int } == [line], "\(outcome.output)")
            #expect(refused?.first?["code"] as? String == "field.not_asked")
        }
    }
}
