// SPDX-License-Identifier: Apache-2.0

/// The screens that lie upon each other, with the frame around the one that is seen.
package struct Navigator: Sendable {
    package private(set) var screens: [any Screen]
    /// What was just done or refused; it goes with the next key.
    package var notice: Notice?
    /// What is said at the right of the title: what is unsent, a sync that runs.
    package var standing = ""
    /// That of the terminal: how far a key moves follows from it.
    package var size = Size(rows: 24, columns: 80)
    private var help: HelpPage?

    package struct Notice: Hashable, Sendable {
        package let text: String
        package let isProblem: Bool

        package init(_ text: String, isProblem: Bool = false) {
            (self.text, self.isProblem) = (text, isProblem)
        }
    }

    package init(_ first: any Screen) { screens = [first] }

    package var top: any Screen { screens[screens.count - 1] }

    package mutating func push(_ screen: any Screen) { screens.append(screen) }

    package mutating func pop() { if screens.count > 1 { screens.removeLast() } }

    /// Puts a screen that was read anew in the place of one.
    package mutating func replace(_ index: Int, by screen: any Screen) {
        if screens.indices.contains(index) { screens[index] = screen }
    }

    package mutating func handle(_ key: KeyPress) -> [Effect] {
        notice = nil
        screens[screens.count - 1].fit(Self.body(of: size))
        if var page = help {
            help = page.handle(key, in: Self.body(of: size)) ? page : nil
            return []
        }
        if key == .function(1) || key == .character("?") && !top.takesText {
            help = HelpPage(title: top.title, hints: top.hints)
            return []
        }
        if let effects = screens[screens.count - 1].handle(key) { return effects }
        switch key {
        case .escape, .left: return screens.count > 1 ? [.back] : []
        case .character("q") where !top.takesText: return screens.count > 1 ? [.back] : [.leave]
        default: return []
        }
    }

    /// The whole picture for a terminal of a size.
    package func draw(_ size: Size) -> Canvas {
        var canvas = Canvas(size: size)
        let body = Self.body(of: size)
        var seen = top
        seen.fit(body)
        if let help { help.draw(on: &canvas, in: body) } else { seen.draw(on: &canvas, in: body) }
        drawFrame(on: &canvas, keys: seen.hints)
        return canvas
    }

    private static func body(of size: Size) -> Area {
        let first = min(2, size.rows)
        return Area(rows: first..<max(size.rows - 2, first), columns: 0..<size.columns)
    }

    private func drawFrame(on canvas: inout Canvas, keys: [KeyHint]) {
        let size = canvas.size
        let name = " KeepLocal · \(help == nil ? top.title : "Help")"
        canvas.put(String(repeating: " ", count: size.columns), row: 0)
        let end = canvas.put(name, row: 0, look: .bold)
        let right = standing.cut(toColumns: max(size.columns - end - 2, 0))
        canvas.put(right, row: 0, column: size.columns - right.columns - 1)
        canvas.dress(row: 0, .reversed)
        guard size.rows > 3 else { return }
        if let notice {
            let sign = notice.isProblem ? "! " : ""
            let look: Look = notice.isProblem ? [.bold, .orange] : .bold
            // A long one may cover the last lines of the page: it goes with the next key.
            let lines = (sign + notice.text).folded(toColumns: size.columns)
                .prefix(max(size.rows - 3, 0))
            for (offset, line) in lines.enumerated() {
                let row = size.rows - 1 - lines.count + offset
                canvas.put(String(repeating: " ", count: size.columns), row: row)
                canvas.put(line, row: row, look: look)
            }
        }
        drawHints(on: &canvas, keys)
    }

    private func drawHints(on canvas: inout Canvas, _ keys: [KeyHint]) {
        let width = canvas.size.columns
        let foot =
            help.map { Foot(all: $0.hints(in: Self.body(of: canvas.size)), width: width) }
            ?? Foot(keys, width: width)
        foot.draw(on: &canvas)
    }
}
