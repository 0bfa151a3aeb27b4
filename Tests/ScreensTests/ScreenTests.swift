// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("Screens, without a terminal")
struct ScreenTests {
    private static func home(conflicts: Int = 0, devices: String = "") -> HomeScreen {
        HomeScreen(
            HomeScreen.Summary(
                person: "Amina \u{1B}[2J",
                server: "https://example.org",
                lastSync: "never",
                devices: devices,
                unsent: 3,
                sent: 0,
                held: 0,
                refused: 2,
                conflicts: conflicts,
                asked: 1,
                news: 2,
                drafts: ["Outcome"]
            )
        )
    }

    private static func conflict(_ count: Int = 3) -> ConflictScreen {
        ConflictScreen(
            conflict: "c1",
            question: "How many minutes?",
            place: "contact 7f3a91c2",
            sides: (0..<count).map {
                ConflictScreen.Side(
                    candidate: $0 == 0 ? nil : "k\($0)",
                    value: "\($0 * 10)",
                    who: $0 == 0 ? "It was" : "Person \($0)",
                    when: "2026-05-04 10:00",
                    device: "tablet"
                )
            },
            answer: .line
        )
    }

    private static var all: [any Screen] {
        let entry = ListScreen.Entry(["a", "b"], detail: "why", enter: .back)
        return [
            home(), RecordsScreen(), conflict(), conflict(1),
            conflict(0), SyncScreen(SyncScreen.Progress()),
            ListScreen(title: "List", widths: [5, 0], entries: [entry], ifEmpty: "none"),
            ListScreen(title: "List", widths: [5, 0], entries: [], ifEmpty: "none"),
            PageScreen(title: "Page", lines: []),
            PageScreen(
                title: "Page",
                lines: (0..<50).map { .init("label \($0)", String(repeating: "word ", count: $0)) }
            ),
        ]
    }

    @Test("every size and every key leaves a picture of that size")
    func sizes() {
        let keys: [KeyPress] = [
            .down, .end, .enter, .character("e"), .character("日"), .enter, .tab, .function(3),
            .function(1), .escape, .pageUp, .left, .right, .paste("a\u{1B}b"), .backspace,
        ]
        for screen in Self.all {
            var navigator = Navigator(screen)
            for key in keys {
                _ = navigator.handle(key)
                navigator.notice = .init("A word about it, quite long", isProblem: true)
                for (rows, columns) in [(1, 1), (2, 9), (5, 20), (24, 80), (60, 200), (3, 300)] {
                    let canvas = navigator.draw(Size(rows: rows, columns: columns))
                    #expect(canvas.lines.count == rows)
                    #expect(canvas.lines.allSatisfy { $0.columns <= columns })
                }
            }
        }
    }

    @Test("home says what waits, in words and not by colour alone")
    func homeWords() {
        let lines = Navigator(Self.home(conflicts: 4)).draw(Size(rows: 24, columns: 80)).lines
        let text = lines.joined(separator: "\n")
        for words in [
            "! 4 waiting for a decision",
            "! 2 refused or held; 1 return asked about; 2 new",
            "3 not sent yet", "last sync: never",
            "Begun and not finished: Outcome", "F1 help", "Amina \u{FFFD}[2J",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }

    @Test("home says how many devices have synced, where there is room for it")
    func devices() {
        let share = "96% of 52 devices synced in the last 7 days"
        let home = Self.home(devices: share)
        let picture = { (rows: Int) in Navigator(home).draw(Size(rows: rows, columns: 80)).lines }
        let high = picture(24)
        let sync = high.firstIndex { $0.contains("last sync: never") } ?? 0
        #expect(high[sync + 1].contains(share))
        #expect(high.contains { $0.contains("Begun and not finished: Outcome") })
        for rows in 11...14 {
            let low = picture(rows)
            #expect(low.contains { $0.contains("3 not sent yet") }, "\(rows): \(low)")
        }
    }

    @Test("a conflict is settled with a reason, and never without one")
    func settle() {
        var screen: any Screen = Self.conflict()
        _ = screen.handle(.left)
        _ = screen.handle(.right)
        let effects5 = screen.handle(.enter)
        #expect(effects5 == [])
        #expect(screen.takesText)
        let effects6 = screen.handle(.enter)
        #expect(effects6 == [])
        for letter in "asked" { _ = screen.handle(.character(letter)) }
        let effects7 = screen.handle(.enter)
        #expect(effects7 == [.take(conflict: "c1", candidate: "k2", reason: "asked")])
    }

    @Test("another answer that was begun and left is gone on with")
    func answerKept() {
        var screen: any Screen = Self.conflict()
        let keys: [KeyPress] = [
            .character("e"), .character("7"), .escape, .character("e"), .enter, .character("q"),
        ]
        for key in keys { _ = screen.handle(key) }
        let effects = screen.handle(.enter)
        #expect(effects == [.answer(conflict: "c1", text: "7", reason: "q")])
    }

    @Test("another answer than the candidates can be given")
    func answer() {
        var screen: any Screen = Self.conflict()
        for key in [KeyPress.character("e"), .character("7"), .enter, .character("q")] {
            _ = screen.handle(key)
        }
        let effects8 = screen.handle(.enter)
        #expect(effects8 == [.answer(conflict: "c1", text: "7", reason: "q")])
    }

    @Test("what was, theirs and mine stand beside each other with who and when")
    func sideBySide() {
        let lines = Navigator(Self.conflict()).draw(Size(rows: 24, columns: 80)).lines
        #expect(
            lines.contains {
                $0.contains("It was") && $0.contains("› Person 1") && $0.contains("Person 2")
            }
        )
        let narrow = Navigator(Self.conflict()).draw(Size(rows: 24, columns: 40)).lines
        #expect(narrow.contains { $0.contains("Person 2") && !$0.contains("Person 1") })
    }

    @Test("help opens everywhere and any key closes it; q is a letter while one types")
    func help() {
        var navigator = Navigator(RecordsScreen())
        navigator.push(RecordsScreen())
        let effects9 = navigator.handle(.character("q"))
        #expect(effects9 == [])
        let effects10 = navigator.handle(.character("?"))
        #expect(effects10 == [])
        _ = navigator.handle(.control("u"))
        let effects11 = navigator.handle(.function(1))
        #expect(effects11 == [])
        let lines = navigator.draw(Size(rows: 24, columns: 80)).lines
        #expect(lines[0].contains("Help") && lines.contains { $0.contains("Everywhere") })
        let effects12 = navigator.handle(.character("x"))
        #expect(effects12 == [])
        let effects13 = navigator.handle(.escape)
        #expect(effects13 == [.back])
    }
}
