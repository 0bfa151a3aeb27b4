// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Asking one question at a time")
struct InterviewTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private typealias Ending = Desk.Ending

    private func type(_ lines: String..., form: String = "contact") throws -> Ending {
        try desk.type(lines, form: form)
    }

    private func type(_ lines: [String], form: String = "contact") throws -> Ending {
        try desk.type(lines, form: form)
    }

    private func saved(_ ending: Ending) throws -> [String: FieldValue] {
        #expect(ending.code == 0, "\(ending.remarks)")
        let document = try Canonical.decode(JSON.self, from: Data(ending.output.utf8))
        guard case .object(let object) = document, case .string(let text)? = object["record"],
            let id = RecordID(text), let record = try desk.store.read({ try $0.record(id) })
        else {
            Issue.record("no record: \(ending)")
            return [:]
        }
        return Dictionary(uniqueKeysWithValues: record.fields.map { ($0.key.text, $0.value) })
    }

    @Test("every answer is read as its question wants it; enter takes the default or skips")
    func answers() throws {
        let ending = try type("P-1", "", "1", "45", "2,3", "n", "", "no", "a note", "")
        let fields = try saved(ending)
        #expect(fields["participant"] == .text("P-1") && fields["kind"] == .choice("visit"))
        #expect(fields["minutes"] == .integer(45) && fields["note"] == .text("a note"))
        #expect(fields["needs"] == .choices(["loneliness", "money"]))
        #expect(fields["referred_on"] == .boolean(false) && fields["place"] == nil)
        #expect(fields["date"] != nil)
        // Not relevant, so not asked.
        #expect(!ending.remarks.contains("Referred to"))
        #expect(try desk.store.read { try $0.drafts() }.isEmpty)
    }

    @Test("nobody is asked who is the same person, and a return is opened, not made")
    func notAsked() throws {
        let person = ["new", "participant", "--json", "--set", "consent=yes"]
        let answers = ["--set", "consent_date=2026-01-05"]
        let ids = try ["Ann", "Ben"].map { name in
            try desk.run(person + answers + ["--set", "name=\(name)"]).json()["record"] as? String
                ?? ""
        }
        let ending = try type(["Carl"] + [String](repeating: "", count: 20), form: "participant")
        #expect(!ending.remarks.contains("The same person as"))
        let edit = try desk.run(["edit", ids[0], "--set", "merged_into=\(ids[1])"])
        #expect(edit.exit != 0 && edit.errors.contains("keeplocal participant merge"))
        let merge = ["participant", "merge", ids[0], ids[1], "--reason", "Asked"]
        #expect(try desk.run(merge).exit == 0)
        let made = try desk.run(["new", "quarterly_return", "--set", "period=2026-Q2"])
        #expect(made.exit != 0 && made.errors.contains("keeplocal return open"))
    }

    @Test("a date in other words is said as it was understood")
    func datesSaid() throws {
        let ending = try type("P-1", "3/2/2026", "1", "45", "2,3", "n", "", "no", "a note", "")
        #expect(try saved(ending)["date"] == .date(#require(PlainDate("2026-02-03"))))
        #expect(ending.remarks.contains("= Tuesday 2026-02-03"), "\(ending.remarks)")
        let plain = try type("P-1", "2026-02-03", "1", "45", "2,3", "n", "", "no", "a note", "")
        #expect(!plain.remarks.contains("Tuesday"))
    }

    @Test("a wrong answer is told why and asked again; a question mark explains")
    func again() throws {
        let ending = try type(
            "?",
            "",
            "P-1",
            "someday",
            "2026-02-30",
            "today",
            "9",
            "visit",
            "0",
            "45",
            "",
            "yes",
            "",
            "the food bank",
            "",
            "",
            "",
            ""
        )
        let fields = try saved(ending)
        #expect(fields["minutes"] == .integer(45))
        #expect(fields["referred_to"] == .text("the food bank"))
        for words in [
            "It takes a text", "is not a date", "none of the choices", "1 to 720 minutes",
        ] {
            #expect(ending.remarks.contains(words), "\(words)")
        }
    }

    @Test(
        "when the typing stops nothing is saved as a record, and the next time goes on from there"
    )
    func stopped() throws {
        let ending = try type("P-1", "")
        #expect(ending.code == ExitStatus.failed)
        #expect(ending.output.isEmpty)
        #expect(ending.remarks.contains("keeplocal new contact"))
        #expect(try desk.store.read { try $0.status() }.saved == 0)
        let draft = try desk.store.read { try $0.drafts() }.first?.answers
        #expect(draft?[try #require(FieldPath("participant"))] == .text("P-1"))
        let fields = try saved(try type("phone", "10", "", "", "", "", "", ""))
        #expect(fields["participant"] == .text("P-1") && fields["kind"] == .choice("phone"))
    }

    @Test("a bare word is never a command: it is an answer, and is told how to be one")
    func bareWords() throws {
        let ending = try type("P-1", "", "e", "undo", "visit", ":back", "phone", "list", ":quit")
        #expect(ending.code == ExitStatus.failed)
        for word in ["undo", "list"] {
            #expect(ending.remarks.contains("If you mean the command, type :\(word)"))
        }
        #expect(!ending.remarks.contains("There is no text to write here"))
        let draft = try desk.store.read { try $0.drafts() }.first?.answers
        #expect(draft?[try #require(FieldPath("kind"))] == .choice("phone"))
        #expect(ending.remarks.contains("Commands begin with a colon"))
    }

    @Test("a repeat is asked for as often as there is one to add")
    func repeats() throws {
        let ending = try type(
            "P-1",
            "ucla3",
            "6",
            "2026-01-05",
            "y",
            "2026-02-05",
            "5",
            "1",
            "y",
            "2026-03-05",
            "4",
            "",
            "n",
            "",
            "",
            "",
            form: "outcome"
        )
        let fields = try saved(ending)
        let scores = fields.filter { $0.key.hasPrefix("followup[") && $0.key.hasSuffix("score") }
        #expect(Set(scores.values) == [.integer(5), .integer(4)])
        #expect(fields["baseline/value"] == .integer(6))
    }

    @Test("a person is meant by number, name or identifier; part of a name asks back")
    func person() throws {
        let people = try ["Ann Smith", "Joanna Lee"].map { name in
            try desk.run(
                [
                    "new", "participant", "--json", "--set", "name=\(name)", "--set", "consent=yes",
                    "--set", "consent_date=2026-01-05",
                ]
            ).json()["record"] as? String ?? ""
        }
        let rest = ["", "1", "45", "", "n", "", "no", "", ""]
        for (typed, expected) in [
            (["2"], people[1]), (["ann smith"], people[0]), (["ann", "1"], people[0]),
            (["\"Ann\""], "Ann"), (["P-17"], "P-17"), ([String(people[1].suffix(8))], people[1]),
        ] {
            let ending = try type(typed + rest)
            #expect(try saved(ending)["participant"] == .text(expected), "\(typed)")
            let isKept = ending.remarks.contains("Nobody here is recorded as that")
            #expect(isKept == (typed == ["P-17"]), "\(typed): \(ending.remarks)")
            if typed.count > 1 {
                #expect(ending.remarks.contains("Do you mean 1 Ann Smith?"))
            }
        }
    }
}
