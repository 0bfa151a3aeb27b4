// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("Pages that are taller than the screen are read to their end")
struct PageReadingTests {
    private static func lines(_ count: Int, _ word: String) -> String {
        (1...count).map { "\(word)\($0)." }.joined(separator: "\n")
    }

    private static var page: PageScreen {
        PageScreen(
            title: "History",
            lines: [
                .init("2026-05-01", "made it"), .init("2026-05-02", lines(60, "a")),
                .init("2026-05-03", "short"), .init("2026-05-04", lines(25, "b")),
            ]
        )
    }

    private static let words: Set<String> = Set((1...60).map { "a\($0)." })
        .union((1...25).map { "b\($0)." })

    private func seen(_ navigator: Navigator) -> Set<String> {
        Set(
            navigator.draw(navigator.size).lines.dropFirst(2)
                .flatMap { $0.split(separator: " ").map(String.init) }
        ).intersection(Self.words)
    }

    @Test(
        "no key leaps over a line",
        arguments: [KeyPress.down, .pageDown, .up, .pageUp],
        [Size(rows: 24, columns: 80), Size(rows: 10, columns: 40), Size(rows: 5, columns: 20)]
    )
    func everyLine(_ key: KeyPress, _ size: Size) {
        var navigator = Navigator(Self.page)
        navigator.size = size
        _ = navigator.handle([.up, .pageUp].contains(key) ? .end : .home)
        var all = seen(navigator)
        for _ in 0..<150 {
            _ = navigator.handle(key)
            all.formUnion(seen(navigator))
        }
        #expect(all == Self.words, "\(Self.words.subtracting(all).sorted())")
    }

    @Test("the end of a long note is shown by End, and what is above is said")
    func end() {
        var navigator = Navigator(
            PageScreen(title: "Record", lines: [.init("Notes", Self.lines(25, "b"))])
        )
        let first = navigator.draw(navigator.size).lines.joined()
        #expect(first.contains("b1.") && first.contains("↓ 6 more"), "\(first)")
        _ = navigator.handle(.end)
        let picture = navigator.draw(navigator.size).lines.joined()
        #expect(picture.contains("b25.") && picture.contains("↑ 6 above"), "\(picture)")
    }

    @Test("the chosen line opens, wherever one has read")
    func opens() {
        let line = PageScreen.Line("Minutes", "10", destination: .conflict("c"))
        var navigator = Navigator(
            PageScreen(title: "Record", lines: [.init("Notes", Self.lines(25, "b")), line])
        )
        for _ in 0..<20 { _ = navigator.handle(.down) }
        let effects = navigator.handle(.enter)
        #expect(effects == [.open(.conflict("c"))])
    }

    @Test("all keys of the help are seen in a small window, and other keys close it")
    func help() {
        for size in [Size(rows: 10, columns: 40), Size(rows: 24, columns: 80)] {
            var navigator = Navigator(Self.page)
            navigator.size = size
            _ = navigator.handle(.function(1))
            var seen = ""
            for _ in 0..<40 {
                seen += navigator.draw(size).lines.joined(separator: "\n")
                _ = navigator.handle(.down)
            }
            for words in ["Ctrl-Z", "Space", "PgDn", "until a sync"] {
                #expect(seen.contains(words), "\(words)")
            }
            _ = navigator.handle(.character("x"))
            #expect(!navigator.draw(size).lines[0].contains("Help"))
        }
    }
}
