// SPDX-License-Identifier: Apache-2.0

import Screens

/// A text for a terminal of a width: no line is broken within a word, so that a command in it can
/// be copied, and what goes on below a line stands under its start.
struct FoldedText {
    let text: String

    init(_ text: String, toColumns limit: Int) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        self.text = lines.map { Self.fold(String($0), limit) }.joined(separator: "\n")
    }

    private static func fold(_ line: String, _ limit: Int) -> String {
        guard line.columnsSeen > limit else { return line }
        let indent = String(line.prefix { $0 == " " }.prefix(limit / 2))
        var (folded, here): ([String], String) = ([], indent)
        for word in line.dropFirst(indent.count).split(
            separator: " ",
            omittingEmptySubsequences: false
        ) {
            let isStart = here == indent
            let next = isStart ? here + word : here + " " + word
            if isStart || next.columnsSeen <= limit {
                here = next
            } else {
                folded.append(here)
                here = indent + word
            }
        }
        return (folded + [here]).joined(separator: "\n")
    }
}

extension String {
    /// Without the signs that give a text its weight and colour.
    fileprivate var columnsSeen: Int {
        guard contains("\u{1B}") else { return columns }
        return replacing(#/\u{1B}\[[0-9;]*m/#, with: "").columns
    }
}
