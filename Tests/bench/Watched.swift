// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A terminal whose picture is followed.
struct Watched {
    let terminal: Terminal
    private var picture = Picture()

    init(_ terminal: Terminal) { self.terminal = terminal }

    /// A key is pressed when the screen is quiet, or goes on without end; its picture is there when
    /// those lines of it are others than before.
    ///
    /// - Returns: Nil where they stay the same for two seconds.
    mutating func press(_ key: String, until lines: Range<Int>) -> Duration? {
        settle(for: .milliseconds(20), atMost: .milliseconds(200))
        let before = picture.rows[lines]
        let pressed = ContinuousClock.now
        terminal.press(key)
        while ContinuousClock.now - pressed < .seconds(2) {
            picture.take(terminal.output(within: .milliseconds(100)))
            if picture.rows[lines] != before { return .now - pressed }
        }
        return nil
    }

    mutating func settle(for quiet: Duration, atMost bound: Duration) {
        let end = ContinuousClock.now + bound
        while ContinuousClock.now < end {
            let output = terminal.output(within: quiet)
            if output.isEmpty { return }
            picture.take(output)
        }
    }

    mutating func shows(_ words: String, within bound: Duration) -> Bool {
        let end = ContinuousClock.now + bound
        while ContinuousClock.now < end {
            picture.take(terminal.output(within: .milliseconds(20)))
            if picture.rows.contains(where: { String($0).contains(words) }) { return true }
        }
        return false
    }
}
