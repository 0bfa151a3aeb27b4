// SPDX-License-Identifier: Apache-2.0

import Screens
import Testing

@Suite("Home leads to what was begun")
struct DraftChoiceTests {
    private func home(_ drafts: [String]) -> HomeScreen {
        HomeScreen(
            HomeScreen.Summary(
                person: "Amina",
                server: "https://example.org",
                lastSync: "never",
                unsent: 0,
                sent: 0,
                held: 0,
                refused: 0,
                conflicts: 0,
                asked: 0,
                news: 0,
                drafts: drafts
            )
        )
    }

    @Test("drafts have a line and a key of their own")
    func drafts() {
        var screen = home(["Contact · Ann", "Contact · Ben"])
        let lines = Navigator(screen).draw(Size(rows: 24, columns: 80)).lines
        #expect(lines.contains { $0.contains("~ 2 begun and not finished") })
        #expect(lines[23].contains("d drafts"))
        let opened = [screen.handle(.character("d")), screen.handle(.end), screen.handle(.enter)]
        #expect(opened == [[.open(.drafts)], [], [.open(.drafts)]])
        #expect(!Navigator(home([])).draw(Size(rows: 24, columns: 80)).lines[23].contains("drafts"))
    }
}
