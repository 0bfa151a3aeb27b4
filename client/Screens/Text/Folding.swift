// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Lines of at most so many columns, broken between words, and within a word that is longer
    /// than a line.
    package func folded(toColumns limit: Int) -> [String] {
        let limit = Swift.max(limit, 2)
        if utf8.count <= limit, isPlain { return [self] }
        return split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { Self.fold(String($0).glyphs, limit) }
    }

    private static func fold(_ glyphs: [Glyph], _ limit: Int) -> [String] {
        var lines: [String] = []
        var rest = glyphs[...]
        while true {
            let fitting = rest.prefix(columns: limit)
            guard fitting.count < rest.count else { break }
            var end = rest.startIndex + Swift.max(fitting.count, 1)
            var next = end
            let breakable = rest[..<Swift.min(end + 1, rest.endIndex)]
            if let space = breakable.lastIndex(where: { $0.text == " " }), space > rest.startIndex {
                (end, next) = (space, space + 1)
            }
            lines.append(rest[..<end].text)
            rest = rest[next...]
        }
        return lines + [rest.text]
    }
}
