// SPDX-License-Identifier: Apache-2.0

import CEditline
import Foundation
import Glibc

/// A line of a person at a terminal, with arrow keys and the lines before it.
struct LineEditing {
    private var former: [String] = []
    /// What was pasted behind the last line.
    private var behind: String?
    private static let formerMax = 100

    /// True where somebody types and sees what they type.
    static var isPossible: Bool {
        let term = ProcessInfo.processInfo.environment["TERM", default: ""]
        return isatty(0) == 1 && isatty(2) == 1 && !term.isEmpty && term != "dumb"
    }

    /// Asks on standard error; nil at the end of the input, and after Ctrl-C.
    mutating func ask(_ prompt: String) -> String? {
        guard Self.isPossible else { return Terminal.ask(prompt) }
        var lines = prompt.split(separator: "\n", omittingEmptySubsequences: false)
        let last = String(lines.removeLast())
        for line in lines { Terminal.note(String(line)) }
        let read = former.withCStrings { strings in
            keeplocal_line_read(last, strings, Int32(former.count), clusterLength)
        }
        defer {
            free(read.text)
            free(read.behind)
        }
        guard read.end != KEEPLOCAL_LINE_UNEDITED else { return Terminal.ask(last) }
        guard let typed = read.text else { return nil }
        var text = String(cString: typed)
        // A line that ended without one was cut off by the end of the input.
        guard text.hasSuffix("\n") || text.hasSuffix("\r") else { return nil }
        text.removeLast()
        behind = read.behind.map { String(cString: $0) }
        if behind == nil { remember(text) }
        return text
    }

    private mutating func remember(_ line: String) {
        guard !line.isEmpty, line != former.last else { return }
        former.append(line)
        if former.count > Self.formerMax { former.removeFirst() }
    }

    /// Lines that came at once behind the last one: a paste, with its last line even when no Enter
    /// ended it.
    mutating func pastedLines() -> [String]? {
        guard Self.isPossible else { return Terminal.pastedLines() }
        guard var text = behind?.replacing("\r", with: "\n") else { return nil }
        behind = nil
        if text.hasSuffix("\n") { text.removeLast() }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// What one key moves over or takes away: a family of emoji is one character of many scalars.
private func clusterLength(
    _ text: UnsafePointer<UInt32>?,
    _ count: Int32,
    _ isBefore: Bool
) -> Int32 {
    let scalars = UnsafeBufferPointer(start: text, count: Int(count)).map {
        Unicode.Scalar($0) ?? "\u{FFFD}"
    }
    let typed = String(String.UnicodeScalarView(scalars))
    let character = isBefore ? typed.last : typed.first
    return Int32(character?.unicodeScalars.count ?? 0)
}

extension [String] {
    /// C's list of texts, for as long as the body runs.
    fileprivate func withCStrings<Value>(
        _ body: ([UnsafePointer<CChar>?]) -> Value
    ) -> Value {
        withArguments(self) { body($0.map { UnsafePointer($0) }) }
    }
}
