// SPDX-License-Identifier: Apache-2.0

/// The screens that lie upon each other, with the frame around the one that is seen.
package struct Navigator: Sendable {
    package private(set) var screens: [any Screen]
    /// What was just done or refused; it goes with the next key.
    package var notice: Notice?
    /// What is said at the right of the title: what is unsent, a sync that runs.
    package var standing = ""
    private var showsHelp = false

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
        if showsHelp {
            showsHelp = false
            return []
        }
        if key == .function(1) || key == .character("?") && !top.takesText {
            showsHelp = true
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
        let body = Area(
            rows: min(2, size.rows)..<max(size.rows - 2, min(2, size.rows)),
            columns: 0..<size.columns
        )
        if showsHelp {
            HelpPage(title: top.title, hints: top.hints).draw(on: &canvas, in: body)
        } else {
            top.draw(on: &canvas, in: body)
        }
        drawFrame(on: &canvas)
        return canvas
    }

    private func drawFrame(on canvas: inout Canvas) {
        let size = canvas.size
        let name = " KeepLocal · \(showsHelp ? "Help" : top.title)"
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
        drawHints(on: &canvas)
    }

    private func drawHints(on canvas: inout Canvas) {
        let foot =
            showsHelp
            ? Foot(only: KeyHint("any key", "closes this"))
            : Foot(top.hints, width: canvas.size.columns)
        foot.draw(on: &canvas)
    }
}

/// All keys of a screen, with those that are good everywhere.
private struct HelpPage {
    let title: String
    let hints: [KeyHint]

    private static let everywhere = [
        KeyHint("F1 or ?", "this help (? where nothing is typed)"),
        KeyHint("Esc or q", "back; q at home leaves"),
        KeyHint("Ctrl-Z", "to the shell for a while; fg comes back"),
        KeyHint("↑↓ PgUp PgDn Home End", "move in a list"),
    ]

    func draw(on canvas: inout Canvas, in area: Area) {
        var row = canvas.paragraph("Keys of this screen (\(title))", in: area, look: .bold)
        row = list(hints, on: &canvas, in: area, from: row) + 1
        row = canvas.paragraph("Everywhere", in: area, row: row, look: .bold)
        row = list(Self.everywhere, on: &canvas, in: area, from: row) + 1
        canvas.paragraph(
            "Every answer and every decision is saved as it is given. What is not sent yet stays"
                + " on this device until a sync has sent it.",
            in: area,
            row: row
        )
    }

    private func list(
        _ hints: [KeyHint],
        on canvas: inout Canvas,
        in area: Area,
        from row: Int
    ) -> Int {
        for (offset, hint) in hints.enumerated() where row + offset < area.height {
            let line = area.rows.lowerBound + row + offset
            canvas.put(hint.key, row: line, column: 2, width: 22, look: [.bold, .blue])
            canvas.put(hint.deed, row: line, column: 25)
        }
        return row + hints.count
    }
}
