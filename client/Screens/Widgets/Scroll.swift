// SPDX-License-Identifier: Apache-2.0

/// Which rows are seen of something that is longer than the screen.
package struct Scroll: Hashable, Sendable {
    /// The first row that is seen, before it is brought within the bounds of what there is.
    package private(set) var top = 0

    package init() {}

    package mutating func move(to row: Int) { top = max(row, 0) }

    /// - Returns: False for a key that does not move in a text.
    package mutating func handle(_ key: KeyPress, rows: Int, height: Int) -> Bool {
        let now = first(rows: rows, height: height)
        switch key {
        case .up, .control("p"): top = now - 1
        case .down, .control("n"): top = now + 1
        case .pageUp: top = now - max(height - 1, 1)
        case .pageDown: top = now + max(height - 1, 1)
        case .home: top = 0
        case .end: top = rows
        default: return false
        }
        top = first(rows: rows, height: height)
        return true
    }

    /// The first row that is seen in a window of a height.
    package func first(rows: Int, height: Int) -> Int {
        max(0, min(top, rows - max(height, 0)))
    }

    package func window(rows: Int, height: Int) -> Range<Int> {
        let first = first(rows: rows, height: height)
        return first..<max(first, min(first + max(height, 0), rows))
    }
}

/// Where in something long one is, in words: for the row below it.
package struct PlaceInText: Hashable, Sendable {
    private let seen: Range<Int>
    private let rows: Int

    package init(_ seen: Range<Int>, of rows: Int) { (self.seen, self.rows) = (seen, rows) }

    /// Empty where all is seen.
    package var words: String {
        guard seen.count < rows else { return "" }
        let above = seen.lowerBound > 0 ? "↑ \(seen.lowerBound) above" : ""
        let below = seen.upperBound < rows ? "↓ \(rows - seen.upperBound) more" : ""
        return [above, below].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}
