// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("Other people's text on a terminal", .timeLimit(.minutes(15)))
struct InertOutputTests {
    @Test(
        "what cannot be seen is shown to be there",
        arguments: [
            "\u{61C}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{2063}", "\u{180E}",
            "\u{FFF9}", "\u{E0041}",
        ]
    )
    func hidden(_ text: String) {
        #expect(inert("pay\(text)pal") == "pay\u{FFFD}pal")
    }

    @Test(
        "joiners stay where a script or an emoji needs them",
        arguments: ["می\u{200C}خواهم", "ක්\u{200D}ර", "क्\u{200D}ष", "\u{1F469}\u{200D}\u{1F527}"]
    )
    func joiners(_ text: String) {
        #expect(inert(text) == text)
    }

    @Test("of marks heaped upon one letter the first few stay")
    func marks() {
        let heap = "a" + String(repeating: "\u{301}", count: 200) + "b"
        #expect(inert(heap).unicodeScalars.count == 6)
        for text in ["Tiếng Việt", "שָׁלוֹם", "e\u{301}\u{323}"] { #expect(inert(text) == text) }
    }

    @Test("a JSON document says the same, and what could act in it is escaped")
    func json() throws {
        let text = "x\u{9B}2J\u{202E}y\u{E0041}\u{2066}é\u{1F469}\u{200D}\u{1F527}\n\"\\"
        let plain = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        let shown = inertJSON(plain)
        #expect(shown.contains(#"x\u009b2J\u202ey\udb40\udc41\u2066é"#), "\(shown)")
        #expect(try JSONDecoder().decode([String].self, from: Data(shown.utf8)) == [text])
        #expect(inertJSON(#"{"a":"é"}"#) == #"{"a":"é"}"#)
    }

    /// A form whose every word tries to clear the screen.
    private static let evil = """
        {"id": "evil", "version": 1, "title": "T\\u001b[2J", "audience": "organisation",
         "category": "case", "choiceLists": {"c": [{"name": "a", "label": "C\\u001b[2J"}]},
         "items": [
            {"type": "integer", "name": "n", "label": "L\\u001b[2J", "hint": "H\\u001b[2J",
             "constraint": ". > 5", "constraintMessage": "R\\u001b[2J", "usedBy": "U\\u001b[2J"},
            {"type": "choice", "name": "k", "label": "K", "choices": "c"}]}
        """

    @Test("the words of a form cannot reach the terminal, wherever they are printed")
    func forms() throws {
        let desk = try Desk()
        let page = PullAnswer(
            records: [],
            forms: [try Canonical.decode(JSON.self, from: Data(Self.evil.utf8))],
            directory: [],
            feeds: [],
            grants: try desk.store.read { try $0.identity() }.grants,
            answered: 0,
            cursor: "d",
            more: false
        )
        try desk.store.write { try $0.stage(page) }
        let set = ["--set", "n=7", "--set", "k=a"]
        for (arguments, typed) in [
            (["form", "show", "evil"], ""), (["form", "list"], ""), (["new", "evil"] + set, ""),
            (["new", "evil"], "?\n3\n7\n1\n"), (["list"], ""),
        ] {
            let ending = try desk.run(arguments, typed: typed)
            #expect(ending.exit == 0, "\(arguments): \(ending.errors)")
            #expect(!(ending.output + ending.errors).contains("\u{1B}"), "\(arguments)")
        }
        let record = try #require(try desk.store.read { try $0.records().first })
        let shown = try desk.run(["show", record.id.description])
        #expect(shown.exit == 0 && !shown.output.contains("\u{1B}"))
    }
}
