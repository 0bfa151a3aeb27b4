// SPDX-License-Identifier: Apache-2.0

import Screens
import Seeds
import Testing

@Suite("Lists and fields that are typed into")
struct WidgetTests {
    @Test("the chosen row of a list is always seen, and stays within it")
    func list() {
        var position = ListPosition(count: 30)
        for key in [KeyPress.up, .down, .pageDown, .end, .down, .pageUp, .home, .pageUp] {
            let isMoved = position.handle(key)
            #expect(isMoved)
            #expect((0..<30).contains(position.index))
            for height in 1...40 {
                let window = position.window(height: height)
                #expect(window.contains(position.index) && window.count == min(height, 30))
            }
        }
        position.move(to: 29)
        position.fit(count: 3)
        #expect(position.index == 2)
        position.fit(count: 0)
        #expect(position.index == 0 && position.window(height: 5).isEmpty)
    }

    @Test("a line is typed, mended and pasted into")
    func line() {
        var line = TextLine("cafe")
        for key in [KeyPress.backspace, .character("é"), .home, .paste("two\nlines "), .end] {
            let isTyped = line.handle(key)
            #expect(isTyped)
        }
        #expect(line.text == "two lines café")
        _ = line.handle(.control("w"))
        #expect(line.text == "two lines ")
        for key in [KeyPress.control("u"), .backspace, .delete] { _ = line.handle(key) }
        #expect(line.isEmpty)
        let isMeant = [line.handle(.up), line.handle(.function(3))]
        #expect(isMeant == [false, false])
    }

    @Test("the cursor of a long line is seen")
    func cursor() throws {
        var line = TextLine(String(repeating: "日", count: 40))
        for _ in 0..<45 {
            var canvas = Canvas(size: Size(rows: 1, columns: 11))
            line.draw(on: &canvas, in: canvas.whole)
            let place = try #require(canvas.cursor)
            #expect((0..<11).contains(place.column))
            _ = line.handle(.left)
        }
    }

    @Test("a text keeps its lines; what was undone is there again")
    func text() {
        var text = TextArea("one\ntwo")
        for key in [KeyPress.up, .end, .enter, .character("x"), .down, .home, .character("t")] {
            _ = text.handle(key)
        }
        #expect(text.text == "one\nx\nttwo")
        for _ in 0..<3 { _ = text.handle(.control("z")) }
        #expect(text.text == "one\ntwo")
        _ = text.handle(.control("z"))
        #expect(text.text == "one\ntwo")
    }

    @Test("any keys in any order keep the cursor on the canvas")
    func anyKeys() throws {
        var random = Seed()
        let keys: [KeyPress] = [
            .left, .right, .up, .down, .home, .end, .enter, .backspace, .delete, .control("z"),
            .character("a"), .character("日"), .character("é"), .paste("x\ny\r\nz"), .tab,
        ]
        var (text, line) = (TextArea(), TextLine())
        for _ in 0..<500 {
            let key = keys.randomElement(using: &random) ?? .left
            (_, _) = (text.handle(key), line.handle(key))
            let size = Size(
                rows: .random(in: 1...5, using: &random),
                columns: .random(in: 1...20, using: &random)
            )
            var canvas = Canvas(size: size)
            text.draw(on: &canvas, in: canvas.whole)
            line.draw(on: &canvas, in: canvas.whole)
            if let cursor = canvas.cursor {
                #expect((0..<size.rows).contains(cursor.row))
                #expect((0..<size.columns).contains(cursor.column))
            }
        }
    }
}
