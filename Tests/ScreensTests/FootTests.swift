// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("The foot of a screen chooses what fits")
struct FootTests {
    private struct Busy: Screen {
        var title: String { "Busy" }
        var hints: [KeyHint] {
            (1...20).map { KeyHint("F\($0)", "does this") } + [KeyHint("Esc", "later")]
        }

        mutating func handle(_ key: KeyPress) -> [Effect]? { nil }
        func draw(on canvas: inout Canvas, in area: Area) {}
    }

    private static func foot(_ columns: Int) -> String {
        Navigator(Busy()).draw(Size(rows: 24, columns: columns)).line(23)
    }

    @Test("help and the way out are there at every width, and the most used keys before the rest")
    func fits() {
        for columns in 18...200 {
            let foot = Self.foot(columns)
            #expect(foot.contains("Esc later  F1 help"), "\(columns): \(foot)")
            #expect(foot.columns <= columns)
            #expect(columns < 32 || foot.hasPrefix("F1 does this"), "\(columns): \(foot)")
        }
    }
}
