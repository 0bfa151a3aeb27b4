// SPDX-License-Identifier: Apache-2.0

/// What stands in one place of a screen: a letter with the marks upon it.
package struct Glyph: Hashable, Sendable {
    package let text: String
    /// 1 or 2 columns.
    package let columns: Int

    /// No more than the letter and four marks: what one cell of a terminal can hold.
    static let scalarsMax = 5
}

extension String {
    /// The text made inert, as what stands in the cells of one line; line ends become spaces.
    package var glyphs: [Glyph] {
        var glyphs: [Glyph] = []
        var (current, columns, scalars) = (Unicode.Scalar(0x20).description, 0, 0)
        func finish() {
            if columns > 0 { glyphs.append(Glyph(text: current, columns: columns)) }
        }
        for scalar in inertText(self).unicodeScalars {
            let isLineEnd = scalar.value == 0x0A
            let width = isLineEnd ? 1 : scalar.columns
            if width > 0 {
                finish()
                (current, columns, scalars) = (isLineEnd ? " " : String(scalar), width, 1)
            } else if scalar.value == 0x200D, columns == 2 {
                // Terminals differ in what joined emoji measure: each stands by itself instead.
                continue
            } else if scalars < Glyph.scalarsMax {
                // A mark without a letter stands upon a space.
                (columns, scalars) = (max(columns, 1), max(scalars, 1) + 1)
                current.unicodeScalars.append(scalar)
            }
        }
        finish()
        return glyphs
    }

    /// How many columns the text takes.
    package var columns: Int { isPlain ? utf8.count : glyphs.reduce(0) { $0 + $1.columns } }

    /// True for letters, digits and signs of ASCII alone, each of one column.
    var isPlain: Bool { utf8.allSatisfy { (0x20..<0x7F).contains($0) } }

    /// The text cut so that it takes no more columns, with an ellipsis where something is missing.
    package func cut(toColumns limit: Int) -> String {
        if isPlain, utf8.count <= limit { return self }
        let glyphs = glyphs
        guard glyphs.columns > limit else { return glyphs.text }
        guard limit > 1 else { return limit == 1 ? "…" : "" }
        return glyphs.prefix(columns: limit - 1).text + "…"
    }
}

extension Sequence<Glyph> {
    var text: String { map(\.text).joined() }
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// As many from the start as fit into the columns.
    func prefix(columns limit: Int) -> [Glyph] {
        var used = 0
        return Array(
            prefix {
                used += $0.columns
                return used <= limit
            }
        )
    }
}
