// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("Questions of other people's forms, one at a time")
struct InterviewFormTests {
    private static let lists = """
        {"yn": [{"name": "0", "label": "No"}, {"name": "1", "label": "Yes"}],
         "worse": [{"name": "5", "label": "Very good"}, {"name": "4", "label": "Good"},
                   {"name": "1", "label": "Very bad"}],
         "mixed": [{"name": "2", "label": "Two"}, {"name": "1", "label": "One"},
                   {"name": "other", "label": "Other"}]}
        """

    private func desk(_ items: String) throws -> Desk {
        try Desk(forms: [Desk.form(items: items, lists: Self.lists)])
    }

    private func answers(_ desk: Desk) throws -> [String: FieldValue] {
        let record = try desk.store.read { try $0.records(form: FormID("sample")) }.first
        let fields = try #require(record).fields
        return Dictionary(uniqueKeysWithValues: fields.map { ($0.key.text, $0.value) })
    }

    @Test("the number before a choice chooses it, whatever numbers the form has for the choices")
    func numbers() throws {
        let desk = try desk(
            """
            [{"type": "choice", "name": "ill", "choices": "yn"},
             {"type": "choice", "name": "how", "choices": "worse"},
             {"type": "choices", "name": "all", "choices": "worse"},
             {"type": "choice", "name": "some", "choices": "mixed"}]
            """
        )
        let ending = try desk.type(["1", "1", "1,5", "1"], form: "sample")
        #expect(ending.code == 0, "\(ending.remarks)")
        for line in ["0  No", "1  Yes", "5  Very good", "1  Very bad", "1  Two", "2  One"] {
            #expect(ending.remarks.contains("  \(line)\n"), "\(line): \(ending.remarks)")
        }
        // The form has another choice of that name.
        #expect(ending.remarks.contains("= Two"))
        #expect(
            try answers(desk) == [
                "ill": .choice("1"), "how": .choice("1"), "all": .choices(["1", "5"]),
                "some": .choice("2"),
            ]
        )
    }

    @Test("back goes past what is only read")
    func back() throws {
        let desk = try desk(
            """
            [{"type": "note", "name": "hello", "label": "Hello"},
             {"type": "text", "name": "a", "label": "A"},
             {"type": "note", "name": "between", "label": "Between"},
             {"type": "text", "name": "fixed", "label": "Fixed", "readOnly": "true()"},
             {"type": "text", "name": "b", "label": "B"}]
            """
        )
        let ending = try desk.type(["wrong", "<", "right", "<", "<", "", "end"], form: "sample")
        #expect(ending.code == 0, "\(ending.remarks)")
        #expect(try answers(desk) == ["a": .text("right"), "b": .text("end")])
        #expect(ending.remarks.contains("This is the first question."))
    }

    @Test("lines of a note that is not at its end are there the next time")
    func halfTyped() throws {
        let desk = try desk(
            """
            [{"type": "text", "name": "story", "label": "Story", "appearance": "multiline"}]
            """
        )
        #expect(try desk.type(["one", "two"], form: "sample").code != 0)
        let draft = try #require(try desk.store.read { try $0.drafts() }.first)
        #expect(draft.answers.values.contains(.text("one\ntwo")) || draft.typed?.text == "one\ntwo")
        #expect(try desk.type([""], form: "sample").code == 0)
        #expect(try answers(desk) == ["story": .text("one\ntwo")])
    }

    @Test("it is said in which group and instance a question lies, and only where that changes")
    func headings() throws {
        let name = #"{"type": "text", "name": "name", "label": "Name"}"#
        let desk = try desk(
            """
            [{"type": "group", "name": "m", "label": "Mother", "items": [\(name)]},
             {"type": "group", "name": "f", "label": "Father", "items": [\(name)]},
             {"type": "repeat", "name": "kid", "label": "Kid", "repeatCount": "2",
              "items": [\(name), {"type": "integer", "name": "age", "label": "Age"}]}]
            """
        )
        let ending = try desk.type(
            ["Ann", "Bob", "", "Cat", "1", "", "Dan", "2", ""],
            form: "sample"
        )
        for words in ["-- Mother --", "-- Father --", "-- Kid 1 of 2 --", "-- Kid 2 of 2 --"] {
            let count = ending.remarks.ranges(of: words).count
            #expect(count == 1, "\(words): \(ending.remarks)")
        }
    }
}
