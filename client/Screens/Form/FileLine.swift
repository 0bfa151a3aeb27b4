// SPDX-License-Identifier: Apache-2.0

/// Where the path of a file is typed that is to be attached.
struct FileLine: Hashable, Sendable {
    private var line = TextLine()
    private var offers: [String] = []
    /// True once Tab has nothing more to complete.
    private var isComplete = false
    /// What is attached already.
    private let attached: String?

    init(attached: String?) { self.attached = attached }

    var path: String { line.text }
    /// What Tab is to complete; nil where it leads on.
    var completable: String? { line.isEmpty || isComplete ? nil : line.text }

    mutating func handle(_ key: KeyPress) -> Bool {
        guard line.handle(key) else { return false }
        (offers, isComplete) = ([], false)
        return true
    }

    mutating func complete(_ text: String, _ offers: [String]) {
        isComplete = text == line.text && offers.count < 2
        line = TextLine(text)
        self.offers = offers.count > 1 ? offers : []
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard area.height > 0 else { return }
        let words =
            attached.map { "Attached: \($0). Type the path of another file to replace it." }
            ?? "Type where the file is, such as ~/Pictures/1.jpg. Tab completes it."
        let row = canvas.paragraph(words, in: area, look: .dim)
        let input = area.below(row)
        guard input.height > 0 else { return }
        canvas.put("> ", row: input.rows.lowerBound, column: input.columns.lowerBound)
        let start = min(input.columns.lowerBound + 2, input.columns.upperBound)
        line.draw(
            on: &canvas,
            in: Area(rows: input.rows, columns: start..<input.columns.upperBound)
        )
        let names = offers.joined(separator: "  ")
        canvas.paragraph(names, in: input, row: 1, look: .dim)
    }
}
