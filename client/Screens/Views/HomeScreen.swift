// SPDX-License-Identifier: Apache-2.0

/// What waits for the person whose device it is.
package struct HomeScreen: Screen {
    package struct Summary: Hashable, Sendable {
        package let person: String
        package let server: String
        package let lastSync: String
        /// What share of devices has synced, for who is told of it; empty for all others.
        package let devices: String
        /// On this device only.
        package let unsent: Int
        package let sent: Int
        package let held: Int
        package let refused: Int
        package let conflicts: Int
        /// Returns that a council asks about, or gave back.
        package let asked: Int
        /// What others decided and did that this person has not read yet.
        package let news: Int
        /// The titles of forms that were begun and not finished.
        package let drafts: [String]

        package init(
            person: String,
            server: String,
            lastSync: String,
            devices: String = "",
            unsent: Int,
            sent: Int,
            held: Int,
            refused: Int,
            conflicts: Int,
            asked: Int,
            news: Int,
            drafts: [String]
        ) {
            (self.person, self.server, self.lastSync) = (person, server, lastSync)
            self.devices = devices
            (self.unsent, self.sent, self.held) = (unsent, sent, held)
            (self.refused, self.conflicts, self.drafts) = (refused, conflicts, drafts)
            (self.asked, self.news) = (asked, news)
        }
    }

    package var summary: Summary
    private var position = ListPosition(count: Self.destinations.count)
    private static let destinations: [Destination] = [
        .forms, .records, .conflicts, .messages, .sync, .drafts,
    ]

    package init(_ summary: Summary) { self.summary = summary }

    package var title: String { "Home" }
    package var hints: [KeyHint] {
        [
            KeyHint("↑↓ Enter", "choose"), KeyHint("n", "new record"), KeyHint("s", "sync"),
        ]
            + (summary.drafts.isEmpty ? [] : [KeyHint("d", "drafts")]) + [KeyHint("q", "leave")]
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        if position.handle(key) { return [] }
        switch key {
        case .enter, .right: return [.open(Self.destinations[position.index])]
        case .character("n"), .character("1"): return [.open(.forms)]
        case .character("r"), .character("2"): return [.open(.records)]
        case .character("c"), .character("3"): return [.open(.conflicts)]
        case .character("m"), .character("4"): return [.open(.messages)]
        case .character("s"), .character("5"): return [.open(.sync), .sync]
        case .character("d"), .character("6"): return [.open(.drafts)]
        case .character("q"): return [.leave]
        default: return nil
        }
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        // In a low window, what is chosen is seen before anything else.
        guard area.height >= entries.count + 3 else {
            return canvas.list(position, in: area, widths: [14, 0]) { entries[$0] }
        }
        var row = canvas.paragraph(summary.person, in: area, look: .bold)
        row = canvas.paragraph(
            "\(summary.server)  ·  last sync: \(summary.lastSync)",
            in: area,
            row: row,
            look: .dim
        )
        // Two lines, where there is room for them beside what is chosen.
        if !summary.devices.isEmpty, area.height >= entries.count + 5 {
            row = canvas.paragraph(summary.devices, in: area, row: row, look: .dim)
        }
        let list = area.below(row + 1)
        canvas.list(position, in: list, widths: [14, 0]) { entries[$0] }
        row += 2 + entries.count
        for draft in summary.drafts {
            row = canvas.paragraph("Begun and not finished: \(draft)", in: area, row: row)
        }
    }

    private var entries: [ListRow] {
        let needed = { (number: Int) -> Look in number > 0 ? [.bold, .orange] : [] }
        let refusals = summary.refused + summary.held
        let plural = { (number: Int) in number == 1 ? "" : "s" }
        let others = summary.asked + summary.news
        let waiting = [
            counted(refusals, "%n refused or held" + (others > 0 ? "" : ": see why"), ""),
            counted(summary.asked, "%n return\(plural(summary.asked)) asked about", ""),
            counted(summary.news, "%n new", ""),
        ].filter { !$0.isEmpty }.joined(separator: "; ")
        return [
            ListRow(["New record", "choose a form and fill it in"]),
            ListRow(["Records", "see, search and change what is on this device"]),
            ListRow(
                ["Conflicts", counted(summary.conflicts, "! %n waiting for a decision", "none")],
                look: needed(summary.conflicts)
            ),
            ListRow(
                [
                    "Messages",
                    waiting.isEmpty ? "nothing refused; what others decided" : "! " + waiting,
                ],
                look: needed(refusals + others)
            ),
            ListRow(["Sync", syncWords], look: summary.unsent > 0 ? .blue : []),
            ListRow(
                ["Drafts", counted(summary.drafts.count, "~ %n begun and not finished", "none")],
                look: summary.drafts.isEmpty ? [] : .blue
            ),
        ]
    }

    private var syncWords: String {
        let unsent = counted(summary.unsent, "%n not sent yet", "everything is sent")
        return unsent + (summary.sent > 0 ? ", \(summary.sent) without an answer" : "")
    }

    private func counted(_ number: Int, _ some: String, _ none: String) -> String {
        number == 0 ? none : some.replacing("%n", with: String(number))
    }
}
