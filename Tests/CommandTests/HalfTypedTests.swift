// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Line mode beside other windows, on pages and in long lists")
struct HalfTypedTests {
    private func desk(_ items: String, lists: String = "{}") throws -> Desk {
        try Desk(forms: [Desk.form(items: items, lists: lists)])
    }

    private static let texts = """
        [{"type": "text", "name": "a", "label": "A"}, {"type": "text", "name": "b", "label": "B"},
         {"type": "text", "name": "c", "label": "C"}]
        """

    private func path(_ name: String) throws -> FieldPath { try #require(FieldPath(name)) }

    private func answers(_ desk: Desk) throws -> [String: FieldValue] {
        let record = try desk.store.read { try $0.records(form: FormID("sample")) }.first
        let fields = try #require(record).fields
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.key.text, $0.value) })
    }

    private func begin(_ text: String, at name: String, on desk: Desk) throws {
        let place = try path(name)
        try desk.store.write { session in
            let begun = try session.begin(session.form(formID("sample")))
            var draft = begun
            (draft.typed, draft.position) = (HalfTyped(place, text), place)
            try session.keep(draft, after: begun)
        }
    }

    @Test("what was half typed on the full screen is shown, stays by leaving, and Enter takes it")
    func halfTyped() throws {
        let desk = try desk(Self.texts)
        try begin("half a word", at: "b", on: desk)
        let left = try desk.type([":quit"], form: "sample")
        #expect(left.remarks.contains("[half typed: half a word]"), "\(left.remarks)")
        #expect(try desk.store.read { try $0.drafts() }.first?.typed?.text == "half a word")
        #expect(try desk.type([">", ":quit"], form: "sample").code != 0)
        #expect(try desk.store.read { try $0.drafts() }.first?.typed?.text == "half a word")
        #expect(try desk.type([":back", "", "end"], form: "sample").code == 0)
        #expect(try answers(desk) == ["b": .text("half a word"), "c": .text("end")])
    }

    @Test("several lines that were half typed go on as lines")
    func lines() throws {
        let desk = try desk(Self.texts)
        try begin("one\ntwo", at: "a", on: desk)
        let ending = try desk.type(["three", ".", "", ""], form: "sample")
        #expect(ending.remarks.contains("  | one\n  | two\n"), "\(ending.remarks)")
        #expect(try answers(desk) == ["a": .text("one\ntwo\nthree")])
    }

    @Test("on a page the way back is the question before, and the way on the next")
    func page() throws {
        let desk = try desk(
            """
            [{"type": "text", "name": "first", "label": "First"},
             {"type": "group", "name": "g", "label": "G", "appearance": "field-list",
              "items": \(Self.texts)},
             {"type": "text", "name": "last", "label": "Last"}]
            """
        )
        let typed = ["1", "a", "wrong", "<", "b", ">", "<", "c", "end"]
        let ending = try desk.type(typed, form: "sample")
        #expect(ending.code == 0, "\(ending.remarks)")
        #expect(
            try answers(desk) == [
                "first": .text("1"), "g/a": .text("a"), "g/b": .text("b"), "g/c": .text("c"),
                "last": .text("end"),
            ]
        )
    }

    @Test("on a page notes are read out, and a text has as many lines as it needs")
    func pageOfNotes() throws {
        let desk = try desk(
            """
            [{"type": "group", "name": "g", "label": "G", "appearance": "field-list", "items": [
               {"type": "note", "name": "n", "label": "Read the consent aloud"},
               {"type": "text", "name": "s", "label": "Story", "appearance": "multiline"},
               {"type": "note", "name": "m", "label": "Nearly there"},
               {"type": "text", "name": "t", "label": "Next"},
               {"type": "note", "name": "o", "label": "Thank them"}]},
             {"type": "text", "name": "last", "label": "Last"}]
            """
        )
        let ending = try desk.type(["l1", "l2", ".", "nn", "end"], form: "sample")
        #expect(ending.code == 0, "\(ending.remarks)")
        #expect(
            try answers(desk) == [
                "g/s": .text("l1\nl2"), "g/t": .text("nn"), "last": .text("end"),
            ]
        )
        for words in ["Read the consent aloud", "Nearly there", "Thank them"] {
            let said = ending.remarks.components(separatedBy: words).count - 1
            #expect(said == 1, "\(words): \(ending.remarks)")
        }
    }

    @Test("in a list that was not read out, a number is that of a label, and is told")
    func longList() throws {
        let list = { (label: (Int) -> String) in
            let all = (1...40).map { #"{"name": "n\#($0)", "label": "\#(label($0))"}"# }
            return "{\"c\": [\(all.joined(separator: ","))]}"
        }
        let items = #"[{"type": "choice", "name": "q", "label": "Q", "choices": "c"}]"#
        for (typed, expected) in [("29", "n28"), ("agency 29", "n28"), ("n7", "n7")] {
            let desk = try desk(items, lists: list { "Agency \($0 + 1) of Leeds" })
            let ending = try desk.type([typed], form: "sample")
            #expect(try answers(desk) == ["q": .choice(expected)], "\(typed) \(ending.remarks)")
            #expect(ending.remarks.contains("= Agency 29 of Leeds") == (expected == "n28"))
        }
        for lines in [["3"], [":list", "3"]] {
            let desk = try desk(items, lists: list { _ in "Somebody" })
            let ending = try desk.type(lines, form: "sample")
            #expect(try answers(desk) == ["q": .choice("n3")])
            #expect(ending.remarks.contains("= Somebody"))
        }
    }

    @Test("answers of another window stand beside those of line mode")
    func joined() throws {
        let desk = try desk(Self.texts)
        let draft = try desk.store.write { try $0.begin($0.form(formID("sample"))) }
        var interview = try Interview.opening(draft, in: desk.store)
        #expect(interview.capture.answer(try path("a"), with: .text("mine")) == nil)
        let isAlone = try interview.keep()
        #expect(isAlone)
        let (b, id) = (try path("b"), interview.draft.id)
        try desk.store.write { session in
            let kept = try #require(try session.draft(id))
            var other = kept
            other.answers[b] = .text("theirs")
            try session.keep(other, after: kept)
        }
        #expect(interview.capture.answer(try path("c"), with: .text("more")) == nil)
        let isStillAlone = try interview.keep()
        #expect(!isStillAlone)
        let stored = try #require(try desk.store.read { try $0.draft(id) })
        #expect(Set(stored.answers.values) == [.text("mine"), .text("theirs"), .text("more")])
        #expect(interview.capture.filling.answers == stored.answers)
        let saved = try interview.finish(isRehearsal: false)
        #expect(saved?.record == id)
    }
}
