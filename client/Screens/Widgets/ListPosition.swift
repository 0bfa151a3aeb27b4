// SPDX-License-Identifier: Apache-2.0

/// Which row of a list is chosen.
package struct ListPosition: Hashable, Sendable {
    package private(set) var index = 0
    package private(set) var count: Int
    private static let page = 10

    package init(count: Int) { self.count = max(count, 0) }

    /// The list has changed: the choice stays on the same row as far as there is one.
    package mutating func fit(count: Int) {
        self.count = max(count, 0)
        move(to: index)
    }

    package mutating func move(to wanted: Int) { index = max(0, min(wanted, count - 1)) }

    /// - Returns: False for a key that does not move in a list.
    package mutating func handle(_ key: KeyPress) -> Bool {
        switch key {
        case .up, .control("p"): move(to: index - 1)
        case .down, .control("n"): move(to: index + 1)
        case .pageUp: move(to: index - Self.page)
        case .pageDown: move(to: index + Self.page)
        case .home: move(to: 0)
        case .end: move(to: count - 1)
        default: return false
        }
        return true
    }

    /// The rows that are seen in a window of a height: the chosen one in the middle if it can be.
    package func window(height: Int) -> Range<Int> {
        guard height > 0 else { return 0..<0 }
        let start = max(0, min(index - height / 2, count - height))
        return start..<min(start + height, count)
    }
}
