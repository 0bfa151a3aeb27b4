// SPDX-License-Identifier: Apache-2.0

/// In what letters a file of text is written.
package enum TextEncoding: String, Codable, Sendable {
    case utf8 = "UTF-8"
    case utf16Little = "UTF-16LE"
    case utf16Big = "UTF-16BE"
    /// What Excel on Windows writes by itself.
    case windows1252 = "Windows-1252"
    /// Put together from files of both: each line is read as what it is.
    case mixed = "UTF-8 and Windows-1252"
}

/// Finds the letters of a whole file: by its mark, else line by line UTF-8 where every byte is
/// that, else Windows-1252.
package struct TextEncodingSurvey {
    private var head: [UInt8] = []
    private var line = UTF8Check()
    private var lineNumber = 1
    private var hasUTF8 = false
    private var found: (count: Int, first: [Int]) = (0, [])
    private static let firstMax = 5

    package init() {}

    package mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if head.count < 4 { head.append(byte) }
            guard byte != UInt8(ascii: "\n") else {
                endLine()
                continue
            }
            line.take(byte)
        }
    }

    private mutating func endLine() {
        if !line.isWhole {
            found.count += 1
            if found.first.count < Self.firstMax { found.first.append(lineNumber) }
        } else if line.hasOthers {
            hasUTF8 = true
        }
        line = UTF8Check()
        lineNumber += 1
    }

    /// A file may end without an end of line.
    private var ended: Self {
        var survey = self
        survey.endLine()
        return survey
    }

    /// Lines that are not in UTF-8: how many, and the first of them.
    package var others: (count: Int, first: [Int]) { ended.found }

    package var encoding: TextEncoding {
        if head.starts(with: [0xFF, 0xFE]) { return .utf16Little }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16Big }
        let ended = ended
        guard ended.found.count > 0 else { return .utf8 }
        return ended.hasUTF8 ? .mixed : .windows1252
    }
}
