// SPDX-License-Identifier: Apache-2.0

/// The rows that the lines of a page take at one size of the screen.
struct PageLayout: Hashable, Sendable {
    /// The first row of each line, and behind them the number of all.
    private let starts: [Int]
    /// How many rows are seen at once.
    let height: Int

    /// Where not all fits, the last row of the page says how much more there is.
    init(_ heights: [Int], height: Int) {
        starts = heights.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
        let isLong = (starts.last ?? 0) > height
        self.height = max(isLong && height > 2 ? height - 1 : height, 0)
    }

    var count: Int { starts.last ?? 0 }
    var lines: Int { starts.count - 1 }
    var isLong: Bool { count > height }

    func rows(of line: Int) -> Range<Int> {
        guard (0..<lines).contains(line) else { return count..<count }
        return starts[line]..<starts[line + 1]
    }

    /// The line that a row belongs to.
    func line(at row: Int) -> Int {
        max(0, min((starts.firstIndex { $0 > row } ?? lines) - 1, lines - 1))
    }
}

/// Where somebody is on a page: which line is chosen, and which rows are seen.
///
/// Moving never leaps over a row that was not seen: a line that is taller than the screen is read
/// row by row before the next one is chosen.
struct PagePlace: Hashable, Sendable {
    private(set) var chosen = 0
    private var scroll = Scroll()

    func window(in layout: PageLayout) -> Range<Int> {
        scroll.window(rows: layout.count, height: layout.height)
    }

    /// The size, or what stands on the page, has changed.
    mutating func fit(_ layout: PageLayout) {
        chosen = max(0, min(chosen, layout.lines - 1))
        let (rows, seen) = (layout.rows(of: chosen), window(in: layout))
        guard !rows.overlaps(seen) else { return }
        scroll.move(to: rows.lowerBound - layout.height / 3)
    }

    /// - Returns: False for a key that does not move on a page.
    mutating func handle(_ key: KeyPress, in layout: PageLayout) -> Bool {
        switch key {
        case .up, .control("p"): up(in: layout)
        case .down, .control("n"): down(in: layout)
        case .home: chosen = 0
        case .end: chosen = max(layout.lines - 1, 0)
        case .pageUp, .pageDown: break
        default: return false
        }
        if [.home, .end, .pageUp, .pageDown].contains(key) {
            _ = scroll.handle(key, rows: layout.count, height: layout.height)
            if key == .pageDown { choose(from: layout) }
            if key == .pageUp { choose(from: layout, isBackwards: true) }
        }
        return true
    }

    private mutating func down(in layout: PageLayout) {
        let seen = window(in: layout)
        if layout.rows(of: chosen).upperBound > seen.upperBound {
            return scroll.move(to: seen.lowerBound + 1)
        }
        guard chosen + 1 < layout.lines else { return }
        chosen += 1
        let rows = layout.rows(of: chosen)
        // Its end is seen too where it fits; else its start.
        let wanted = min(rows.upperBound - layout.height, rows.lowerBound)
        scroll.move(to: max(seen.lowerBound, min(wanted, seen.lowerBound + layout.height)))
    }

    private mutating func up(in layout: PageLayout) {
        let seen = window(in: layout)
        if layout.rows(of: chosen).lowerBound < seen.lowerBound {
            return scroll.move(to: seen.lowerBound - 1)
        }
        guard chosen > 0 else { return }
        chosen -= 1
        let rows = layout.rows(of: chosen)
        let wanted = max(rows.lowerBound, rows.upperBound - layout.height)
        scroll.move(to: min(seen.lowerBound, wanted))
    }

    /// After a leap, a line that is seen is chosen.
    private mutating func choose(from layout: PageLayout, isBackwards: Bool = false) {
        let seen = window(in: layout)
        let isAtEnd = isBackwards ? seen.lowerBound == 0 : seen.upperBound == layout.count
        if isAtEnd { return chosen = isBackwards ? 0 : max(layout.lines - 1, 0) }
        guard !layout.rows(of: chosen).overlaps(seen) else { return }
        chosen = layout.line(at: isBackwards ? seen.upperBound - 1 : seen.lowerBound)
    }
}
