// SPDX-License-Identifier: Apache-2.0

/// Columns that fit into 80 characters, for eyes, pipes and screen readers alike.
struct Table {
    private let headings: [String]
    private var rows: [[String]] = []
    private static let width = 80

    init(_ headings: String...) { self.headings = headings }

    mutating func add(_ cells: String...) {
        rows.append(cells.map { inert($0).replacing("\n", with: " ") })
    }

    var isEmpty: Bool { rows.isEmpty }

    var text: String {
        let widths = fittingWidths()
        let lines = [headings.map { $0.uppercased() }] + rows
        return lines.enumerated().map { number, cells in
            let line = zip(cells, widths).map { cell, width in
                cell.shortened(to: width).padded(width)
            }.joined(separator: "  ")
            let trimmed = String(line.reversed().drop { $0 == " " }.reversed())
            return number == 0 ? Style.bold(trimmed) : trimmed
        }.joined(separator: "\n")
    }

    /// The widest column gives way until the line fits.
    private func fittingWidths() -> [Int] {
        var widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].count }.max() ?? 0
        }
        let room = Self.width - 2 * (widths.count - 1)
        while widths.reduce(0, +) > room, let widest = widths.max(), widest > 8,
            let column = widths.firstIndex(of: widest)
        {
            widths[column] -= 1
        }
        return widths
    }
}

extension String {
    /// At least so many characters.
    func padded(_ length: Int) -> String {
        self + String(repeating: " ", count: max(0, length - count))
    }

    func shortened(to length: Int) -> String {
        count <= length ? self : String(prefix(max(0, length - 1))) + "…"
    }

    /// Lines of at most so many characters, broken between words.
    func wrapped(_ length: Int = 76) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
            var lines = [""]
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
                let last = lines[lines.count - 1]
                if last.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if last.count + 1 + word.count <= length {
                    lines[lines.count - 1] = last + " " + word
                } else {
                    lines.append(String(word))
                }
            }
            return lines
        }
    }
}
