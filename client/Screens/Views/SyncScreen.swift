// SPDX-License-Identifier: Apache-2.0

/// How the exchange with the server goes, and what is still on this device only.
package struct SyncScreen: Screen {
    package struct Progress: Hashable, Sendable {
        package var isRunning = false
        /// Nil where no total is known.
        package var steps: Steps?
        package var words = ""
        /// What the syncs of this sitting said, the newest first.
        package var reports: [String] = []
        package var unsent = 0

        package struct Steps: Hashable, Sendable {
            package let done: Int
            package let total: Int

            package init(done: Int, total: Int) { (self.done, self.total) = (done, total) }
        }

        package init() {}
    }

    package var progress: Progress

    package init(_ progress: Progress) { self.progress = progress }

    package var title: String { "Sync" }
    package var hints: [KeyHint] {
        [
            KeyHint("s", progress.isRunning ? "is running" : "sync now"),
            KeyHint("Esc", progress.isRunning ? "go on working meanwhile" : "back"),
        ]
    }

    package mutating func handle(_ key: KeyPress) -> [Effect]? {
        switch key {
        case .character("s"), .enter: progress.isRunning ? [] : [.sync]
        default: nil
        }
    }

    package func draw(on canvas: inout Canvas, in area: Area) {
        let unsent =
            progress.unsent == 0
            ? "Everything on this device is sent."
            : "On this device only: \(progress.unsent) not sent yet. Nothing of it is lost."
        var row = canvas.paragraph(unsent, in: area, look: progress.unsent == 0 ? [] : .blue) + 1
        if progress.isRunning {
            row = canvas.paragraph(progress.words, in: area, row: row, look: .bold)
            if let steps = progress.steps {
                canvas.progress(steps.done, of: steps.total, in: area, row: row)
            }
            row += 2
        }
        for report in progress.reports {
            row = canvas.paragraph(report, in: area, row: row) + 1
        }
    }
}
