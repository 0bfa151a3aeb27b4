// SPDX-License-Identifier: Apache-2.0

/// What is read before an answer: where it is longer than its room, one part of it at a time.
struct LongText {
    private let columns: Int
    private var lines: [(text: String, look: Look)] = []
    /// Where parts begin that have a window of their own.
    private var starts = [0]

    init(_ text: String, _ look: Look, columns: Int) {
        self.columns = columns
        add(text, look)
    }

    mutating func add(_ text: String, _ look: Look) {
        lines += text.folded(toColumns: columns).map { ($0, look) }
    }

    /// Text that is not seen together with what stands before it.
    mutating func beginPart(_ text: String, _ look: Look) {
        starts.append(lines.count)
        add(text, look)
    }

    /// Draws a part, counted on from the first after the last, with a line that says how to go on.
    ///
    /// - Returns: The rows that it took.
    @discardableResult
    func draw(on canvas: inout Canvas, in area: Area, rows: Int, part: Int) -> Int {
        let rows = min(max(rows, 1), area.height)
        guard rows > 0 else { return 0 }
        let parts = self.parts(rows: rows)
        let number = ((part % parts.count) + parts.count) % parts.count
        let shown = parts[number]
        // Where there is no room to say more than that it goes on.
        let sign = parts.count > 1 && rows == 1 ? " …" : ""
        for (offset, line) in lines[shown].enumerated() {
            canvas.put(
                line.text + sign,
                row: area.rows.lowerBound + offset,
                column: area.columns.lowerBound,
                width: area.width,
                look: line.look
            )
        }
        guard parts.count > 1, rows > 1 else { return shown.count }
        canvas.put(
            "… part \(number + 1) of \(parts.count): F3 shows the next",
            row: area.rows.lowerBound + shown.count,
            column: area.columns.lowerBound,
            width: area.width,
            look: .blue
        )
        return shown.count + 1
    }

    private func parts(rows: Int) -> [Range<Int>] {
        if starts.count == 1, lines.count <= rows { return [0..<lines.count] }
        let height = max(rows - 1, 1)
        let ends = starts.dropFirst() + [lines.count]
        return zip(starts, ends).flatMap { start, end in
            stride(from: start, to: end, by: height).map { $0..<min($0 + height, end) }
        }
    }
}
