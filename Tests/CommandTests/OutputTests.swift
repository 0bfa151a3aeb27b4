// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import keeplocal

@Suite("What people read")
struct OutputTests {
    @Test(
        "nothing that moves a cursor, changes a colour or turns the reading is left in a text",
        arguments: [
            "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{1B}]8;;http://x\u{1B}\\", "a\rb", "a\u{8}b",
            "\u{0}", "\u{7F}", "\u{9B}31m", "\u{9D}", "\u{202E}cod", "\u{2066}x\u{2069}",
            "\u{200F}",
            "\u{200E}", "\u{2028}", "\u{FEFF}", "\u{61C}", "\u{85}",
        ]
    )
    func inertText(_ text: String) {
        let shown = inert("before \(text) after")
        let harmful = shown.unicodeScalars.filter { scalar in
            scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .format
                || [0x2028, 0x2029].contains(scalar.value)
        }
        #expect(harmful.isEmpty, "\(shown.debugDescription)")
        #expect(shown.hasPrefix("before ") && shown.hasSuffix(" after"))
        #expect(shown.contains("\u{FFFD}"))
    }

    @Test("text of every language, and its line breaks, stay as they are")
    func harmless() {
        for text in [
            "line\nline", "naïve café", "مرحبا", "日本語", "ਪੰਜਾਬੀ", "\u{1F600}", "e\u{301}", "",
        ] {
            #expect(inert(text) == text)
        }
        #expect(inert("a\tb") == "a b")
        #expect(inert("\r\n") == "\u{FFFD}\n")
    }

    @Test("a table fits 80 columns, names its columns, and shortens what is long with a sign")
    func table() {
        var table = Table("record", "what", "state")
        table.add("7f3a91c2", String(repeating: "very long ", count: 30), "not sent")
        table.add("91c27f3a", "two\nlines \u{1B}[31m", "")
        let lines = table.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines[0].hasPrefix("RECORD"))
        #expect(lines[1].hasPrefix("7f3a91c2  ") && lines[1].contains("…"))
        #expect(lines[1].hasSuffix("not sent"))
        #expect(lines[2] == "91c27f3a  two lines \u{FFFD}[31m")
        #expect(!table.isEmpty && Table("a").isEmpty)
    }

    @Test("many wide columns share the room")
    func wide() {
        let long = String(repeating: "x", count: 60)
        var table = Table("a", "b", "c", "d", "e")
        table.add(long, long, long, long, long)
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(lines.last?.split(separator: " ").count == 5)
    }

    @Test("a line that is too long for a terminal is broken between words, below its start")
    func folded() {
        let text = "  one two three four\n\u{1B}[1mbold\u{1B}[0m 日本 five\n"
        #expect(
            FoldedText(text, toColumns: 10).text
                == "  one two\n  three\n  four\n\u{1B}[1mbold\u{1B}[0m 日本\nfive\n"
        )
        let command = "keeplocal drafts discard 7f3a91c2"
        #expect(FoldedText(command, toColumns: 80).text == command)
        #expect(FoldedText("unbreakable", toColumns: 4).text == "unbreakable")
    }

    @Test("a table that folds cuts nothing")
    func foldingTable() {
        var table = Table(folding: "form", "title", "version", "state", "receives")
        let title = "Outcome of the work with one participant, at start and at each follow-up"
        let state = "closed 2026-11-29, draft"
        table.add("outcome", title, "12", state, "the organisation and the council")
        let lines = table.text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 } && !table.text.contains("…"))
        let words = Set(table.text.split { $0.isWhitespace }.map(String.init))
        #expect(
            (title + " " + state).split(separator: " ").allSatisfy { words.contains(String($0)) }
        )
    }

    @Test("text is broken between words, and keeps its own lines")
    func wrapping() {
        let text = "one two three four five six\n\nseven"
        #expect(text.wrapped(9) == ["one two", "three", "four five", "six", "", "seven"])
        let long = String(repeating: "word ", count: 100).wrapped()
        #expect(long.allSatisfy { $0.count <= 76 })
        #expect("".wrapped() == [""])
        #expect("aaaaaaaaaaaa b".wrapped(4) == ["aaaaaaaaaaaa", "b"])
        #expect("abcdef".shortened(to: 4) == "abc…" && "abc".shortened(to: 4) == "abc")
        #expect("abc".shortened(to: 0) == "…" || "abc".shortened(to: 0).isEmpty)
        #expect("ab".padded(4) == "ab  " && "abcdef".padded(4) == "abcdef")
    }

    @Test(
        "every kind of value has words",
        arguments: [
            (.text("a\u{1B}b"), "a\u{FFFD}b"), (.integer(.min), "-9223372036854775808"),
            (.decimal(1.5), "1.5"), (.boolean(true), "yes"), (.boolean(false), "no"),
            (.choice("x"), "x"), (.choices(["a", "b"]), "a, b"), (.choices([]), ""),
            (.money(Money(pence: 0)), "£0.00"), (.money(Money(pence: 5)), "£0.05"),
            (.money(Money(pence: -5)), "-£0.05"), (.money(Money(pence: 123_456)), "£1234.56"),
            (.money(Money(pence: .min)), "-£92233720368547758.08"),
            (.money(Money(pence: .max)), "£92233720368547758.07"),
            (
                .blob(BlobReference(sha256: .zero, sizeBytes: 9, mediaType: "a/\u{7}")),
                "file of 9 bytes (a/\u{FFFD})"
            ),
        ] as [(FieldValue, String)]
    )
    func words(_ value: FieldValue, _ words: String) {
        #expect(value.words == words)
    }

    @Test("numbers of things, bytes and identifiers are short and right")
    func small() {
        #expect(count(1, "change") == "1 change" && count(2, "change") == "2 changes")
        #expect(count(0, "person", "people") == "0 people")
        #expect(Int64(812).words == "812 bytes" && Int64(14_000).words == "14 kB")
        #expect(RecordID(high: 1, low: 0x7F3A_91C2).short == "7f3a91c2")
        for edge in [Int64.min, -1, 0, .max / 2, .max] {
            #expect(!Instant(milliseconds: edge / 2).words.isEmpty)
        }
    }
}
