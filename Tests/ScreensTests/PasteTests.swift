// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("What is pasted and what is taken back")
struct PasteTests {
    @Test(
        "signs that control a terminal are no part of a paste",
        arguments: [
            ("\u{1B}[31mred\u{1B}[0m and \u{1B}[1;4mbold\u{1B}[m", "red and bold"),
            ("\u{1B}]0;title\u{07}text\u{1B}]8;;http://a\u{1B}\\link", "textlink"),
            ("a\u{00}b\u{07}c\u{7F}d\u{9B}31me", "abcde"),
            ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),
            ("\u{1B}(Bplain\u{1B}=\u{1B}", "plain"), ("👩‍👩‍👧 café 漢字", "👩‍👩‍👧 café 漢字"),
        ]
    )
    func cleaned(_ pasted: String, _ kept: String) {
        #expect(KeyPress.pasting(pasted) == .paste(kept))
    }

    @Test("a word, a paste and a removal are taken back one after the other")
    func takenBack() {
        var area = TextArea("so")
        for letter in " far" { _ = area.handle(.character(letter)) }
        _ = area.handle(.paste("\nthen more"))
        #expect(area.text == "so far\nthen more")
        _ = area.handle(.control("w"))
        #expect(area.text == "so far\nthen ")
        _ = area.handle(.control("u"))
        #expect(area.text == "so far\n")
        for expected in ["so far\nthen ", "so far\nthen more", "so far", "so ", "so", "so"] {
            _ = area.handle(.control("_"))
            #expect(area.text == expected)
        }
    }

    @Test("Ctrl-K clears to the end of the line")
    func cleared() {
        var area = TextArea("one two\nthree")
        for key in [KeyPress.up, .home, .right, .right, .right, .control("k")] {
            _ = area.handle(key)
        }
        #expect(area.text == "one\nthree")
    }

    @Test("letters narrow a list that takes them, and Esc shows all again")
    func narrowed() {
        var list = ListScreen(
            title: "New record",
            widths: [0],
            entries: ["Contact", "Household visit", "House"].map {
                .init([$0], enter: .fill(form: $0.lowercased()))
            },
            ifEmpty: "none",
            narrows: true
        )
        #expect(list.takesText)
        for letter in "hous" { #expect(list.handle(.character(letter)) == []) }
        _ = list.handle(.down)
        #expect(list.handle(.enter) == [.fill(form: "house")])
        for letter in "q?" { _ = list.handle(.character(letter)) }
        #expect(list.handle(.enter) == [])
        let drawn = Navigator(list).draw(Size(rows: 10, columns: 40)).lines.joined(separator: "\n")
        #expect(drawn.contains("> housq?") && drawn.contains("None is called so"))
        #expect(list.handle(.escape) == [])
        #expect(list.handle(.enter) == [.fill(form: "contact")])
        #expect(list.handle(.escape) == nil)
    }
}
