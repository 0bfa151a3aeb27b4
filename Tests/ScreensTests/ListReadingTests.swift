// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

/// What is said below a list about its chosen row is read to its end, in a small window too.
@Suite("reading below a list") struct ListReadingTests {
    private static let words = (1...60).map { "sentence no-\($0)-end of a long message." }

    private static func navigator(_ rows: Int) -> Navigator {
        var navigator = Navigator(
            ListScreen(
                title: "Messages",
                widths: [0],
                entries: [
                    .init(["the long one"], detail: words.joined(separator: " "), enter: .back),
                    .init(["the short one"], detail: "A word.", enter: .back),
                ],
                ifEmpty: "none"
            )
        )
        navigator.size = Size(rows: rows, columns: 80)
        return navigator
    }

    @Test("the arrows turn the words over, and nothing is left out", arguments: [10, 24])
    func whole(rows: Int) {
        var navigator = Self.navigator(rows)
        var read = ""
        for _ in 0..<40 {
            read += navigator.draw(Size(rows: rows, columns: 80)).lines.joined(separator: " ")
            _ = navigator.handle(.right)
        }
        // A fold may fall between any two words.
        let words = Set(read.split(separator: " "))
        for number in 1...60 { #expect(words.contains("no-\(number)-end"), "\(number)") }
    }

    @Test("the foot says how, and the last row how much more there is")
    func told() {
        var navigator = Self.navigator(24)
        let first = navigator.draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
        #expect(first.contains("read on"))
        #expect(first.contains(" more"))
        _ = navigator.handle(.right)
        let second = navigator.draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
        #expect(second.contains(" above"))
        _ = navigator.handle(.left)
        #expect(navigator.draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n") == first)
        // At the start it leads back, as everywhere.
        navigator.push(navigator.top)
        #expect(navigator.handle(.left) == [.back])
    }

    @Test("another row begins at the start of its words, and a short one offers no key")
    func another() {
        var navigator = Self.navigator(24)
        _ = navigator.handle(.right)
        _ = navigator.handle(.down)
        let short = navigator.draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
        #expect(short.contains("A word.") && !short.contains("read on"))
        _ = navigator.handle(.up)
        let long = navigator.draw(Size(rows: 24, columns: 80)).lines.joined(separator: "\n")
        #expect(long.contains("sentence no-1-end of"))
    }
}
