// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("A conflict of long answers can be judged")
struct ConflictReadingTests {
    private static let same = (1...24).map { "Line \($0) of the visit." }.joined(separator: "\n")

    private static func screen(
        title: String = "2026-05-09 · Ann Moor",
        answer: AnswerWay? = .text
    ) -> ConflictScreen {
        let side = { (candidate: String?, value: String, who: String) in
            ConflictScreen.Side(
                candidate: candidate,
                value: value,
                who: who,
                when: candidate == nil ? "" : "2026-05-04 10:00",
                device: candidate == nil ? "" : "tablet"
            )
        }
        return ConflictScreen(
            conflict: "c1",
            question: "Notes",
            place: title,
            advice: "Nothing speaks for either by itself: ask those who wrote it.",
            sides: [
                side(nil, "", "It was"), side("a", same + "\nAmina says he is in danger", "Amina"),
                side("b", same + "\nBen says he is safe", "Ben"),
            ],
            answer: answer
        )
    }

    private static let sizes = [
        Size(rows: 24, columns: 80), Size(rows: 10, columns: 40), Size(rows: 40, columns: 120),
    ]

    private func navigator(_ screen: ConflictScreen, _ size: Size) -> Navigator {
        var navigator = Navigator(screen)
        navigator.size = size
        return navigator
    }

    private func text(_ navigator: Navigator) -> String {
        navigator.draw(navigator.size).lines.joined(separator: "\n")
    }

    @Test(
        "what differs is where a reader looks first, and more is said to follow",
        arguments: sizes
    )
    func differenceFirst(_ size: Size) {
        var navigator = navigator(Self.screen(), size)
        #expect(text(navigator).contains("in danger"), "\(text(navigator))")
        if size.columns < 80 { _ = navigator.handle(.right) }
        #expect(text(navigator).contains("he is safe"), "\(text(navigator))")
        #expect(size.rows > 24 || text(navigator).contains("↑ "), "\(text(navigator))")
    }

    @Test("every line of each side can be read, and the foot says how", arguments: sizes)
    func everyLine(_ size: Size) {
        var navigator = navigator(Self.screen(), size)
        #expect(size.rows != 24 || text(navigator).contains("read on"))
        var seen: Set<Int> = []
        for key in [KeyPress.home] + Array(repeating: .down, count: 30) {
            _ = navigator.handle(key)
            let picture = text(navigator)
            seen.formUnion((1...24).filter { picture.contains("Line \($0) of") })
        }
        #expect(seen.count == 24, "\(seen.sorted())")
        _ = navigator.handle(.home)
        #expect(size.rows > 24 || text(navigator).contains("more"), "\(text(navigator))")
        _ = navigator.handle(.end)
        #expect(text(navigator).contains("in danger"))
    }

    @Test("a record whose title is a text of many lines leaves room for the candidates")
    func longTitle() {
        for size in Self.sizes {
            let navigator = navigator(Self.screen(title: Self.same), size)
            let picture = text(navigator)
            #expect(picture.contains("› Amina"), "\(picture)")
            #expect(picture.contains("danger"), "\(picture)")
        }
    }

    @Test("short answers stay beside each other, and arrows choose")
    func short() {
        let sides = ["a", "b"].map {
            ConflictScreen.Side(candidate: $0, value: $0, who: "P-\($0)", when: "", device: "")
        }
        let screen = ConflictScreen(
            conflict: "c",
            question: "Q",
            place: "p",
            sides: sides,
            answer: nil
        )
        var navigator = navigator(screen, Self.sizes[0])
        _ = navigator.handle(.down)
        #expect(text(navigator).contains("› P-b"))
        #expect(!text(navigator).contains("read on"))
        let other = navigator.handle(.character("e"))
        #expect(other == [])
    }

    @Test("another answer begins with the chosen side's text, on many lines")
    func begins() {
        var navigator = navigator(Self.screen(), Self.sizes[0])
        for key in [KeyPress.right, .character("e"), .enter, .paste("asked"), .tab] {
            _ = navigator.handle(key)
        }
        for letter in "both" { _ = navigator.handle(.character(letter)) }
        let text = Self.same + "\nBen says he is safe\nasked"
        let effects = navigator.handle(.enter)
        #expect(effects == [.answer(conflict: "c1", text: text, reason: "both")])
    }

    @Test("nothing is cleared without asking", arguments: [AnswerWay.line, .words, .text])
    func clearing(_ way: AnswerWay) {
        var navigator = navigator(Self.screen(answer: way), Self.sizes[0])
        let leave: KeyPress = way == .text ? .tab : .enter
        _ = navigator.handle(.character("e"))
        for _ in 0..<900 { _ = navigator.handle(.backspace) }
        for key in [KeyPress.character(" "), leave] { _ = navigator.handle(key) }
        #expect(text(navigator).contains("without an answer"), "\(text(navigator))")
        #expect(!text(navigator).contains("Why?"))
        _ = navigator.handle(.escape)
        #expect(text(navigator).contains("The answer that is right"))
        for key in [leave, .enter, .character("y")] { _ = navigator.handle(key) }
        let effects = navigator.handle(.enter)
        guard case .answer("c1", let typed, "y")? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(typed.allSatisfy { $0.isWhitespace })
    }

    @Test("choices are listed: one is taken, or several are marked")
    func choices() {
        let choices = [AnswerWay.Choice("visit", "Home visit"), .init("phone", "Phone")]
        var one = navigator(Self.screen(answer: .one(choices)), Self.sizes[1])
        _ = one.handle(.character("e"))
        #expect(text(one).contains("Home visit") && text(one).contains("Phone"), "\(text(one))")
        for key in [KeyPress.down, .enter, .character("y")] { _ = one.handle(key) }
        let taken = one.handle(.enter)
        #expect(taken == [.answer(conflict: "c1", text: "phone", reason: "y")])
        var many = navigator(Self.screen(answer: .many(choices)), Self.sizes[0])
        for key in [KeyPress.character("e"), .down, .character(" "), .up, .character(" ")] {
            _ = many.handle(key)
        }
        #expect(text(many).contains("[1] Phone") && text(many).contains("Space mark"))
        for key in [KeyPress.left, .enter, .character("y")] { _ = many.handle(key) }
        let both = many.handle(.enter)
        #expect(both == [.answer(conflict: "c1", text: "phone,visit", reason: "y")])
    }
}
