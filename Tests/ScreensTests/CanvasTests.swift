// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("What stands in the cells of a screen")
struct CanvasTests {
    @Test(
        "letters take the columns that a terminal gives them",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("한국", 4), ("👩", 2),
            ("שָׁלוֹם", 4), ("می\u{200C}خواهم", 7), ("ｗ", 2), ("£5", 2), ("\u{301}", 1), ("", 0),
        ]
    )
    func columns(_ text: String, _ expected: Int) {
        #expect(text.columns == expected)
    }

    @Test("a text is cut by columns, never through something wide")
    func cut() {
        #expect("日本語".cut(toColumns: 6) == "日本語")
        #expect("日本語".cut(toColumns: 5) == "日本…")
        #expect("日本語".cut(toColumns: 4) == "日…")
        #expect("abc".cut(toColumns: 1) == "…")
        #expect("abc".cut(toColumns: 0) == "")
    }

    @Test("lines are folded between words, and within a word that is too long")
    func folded() {
        #expect("one two three".folded(toColumns: 7) == ["one two", "three"])
        #expect("one  two".folded(toColumns: 20) == ["one  two"])
        #expect("abcdefghij".folded(toColumns: 4) == ["abcd", "efgh", "ij"])
        #expect("日本語".folded(toColumns: 3) == ["日", "本", "語"])
        #expect("a\n\nb".folded(toColumns: 4) == ["a", "", "b"])
        #expect("".folded(toColumns: 4) == [""])
    }

    @Test("half of something wide never stands")
    func halves() {
        var canvas = Canvas(size: Size(rows: 1, columns: 6))
        canvas.put("日本語", row: 0)
        canvas.put("x", row: 0, column: 1)
        #expect(canvas.line(0) == " x本語")
        canvas.put("y", row: 0, column: 2)
        #expect(canvas.line(0) == " xy 語")
        canvas.put("語", row: 0, column: 5)
        #expect(canvas.row(0).count == 6)
    }

    @Test(
        "nothing that moves a terminal, hides or turns gets into a cell",
        arguments: [
            "\u{1B}[2J", "\u{7}", "\u{1B}]0;title\u{7}", "\r", "\u{9B}2J", "\u{202E}abc",
            "\u{200B}",
            "\u{E0041}", "\u{FEFF}", "\u{8}\u{8}", "\u{85}", "\u{2028}",
        ]
    )
    func inertCells(_ text: String) {
        var canvas = Canvas(size: Size(rows: 2, columns: 20))
        canvas.put("a\(text)b", row: 0)
        canvas.paragraph(text, in: canvas.whole, row: 1)
        for row in 0..<2 {
            for cell in canvas.row(row) {
                for scalar in cell.text.unicodeScalars {
                    #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
                    #expect(scalar.properties.generalCategory != .format)
                }
            }
        }
        #expect(canvas.line(0).hasPrefix("a") && canvas.line(0).contains("b"))
    }

    @Test("marks heaped upon a letter stay in its cell, and few enough for a terminal")
    func heaps() {
        var canvas = Canvas(size: Size(rows: 1, columns: 4))
        canvas.put("a" + String(repeating: "\u{301}\u{20DD}", count: 500) + "b", row: 0)
        let cells = Array(canvas.row(0))
        #expect(cells[0].text.unicodeScalars.count <= 5 && cells[1].text == "b")
    }

    @Test("writing beyond the edges does nothing")
    func edges() {
        var canvas = Canvas(size: Size(rows: 2, columns: 3))
        for (row, column) in [(-1, 0), (2, 0), (0, 3), (0, -1), (.max, .max), (0, .min)] {
            canvas.put("x", row: row, column: column)
            canvas.dress(row: row, from: column, .bold)
        }
        #expect(canvas.lines == ["", ""])
        canvas.put("long", row: 1, column: 1)
        #expect(canvas.line(1) == " l…")
    }
}
