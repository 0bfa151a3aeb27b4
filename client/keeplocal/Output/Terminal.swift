// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// What is written for people and scripts: results on standard output, all else on standard error.
enum Terminal {
    static func line(_ text: String = "") { write(text + "\n", to: .standardOutput) }

    static func json(_ value: JSON) throws {
        line(String(decoding: try Canonical.encode(value), as: UTF8.self))
    }

    /// A remark that is no result.
    static func note(_ text: String) { write(text + "\n", to: .standardError) }

    static func error(_ failure: Failure, asJSON: Bool) {
        if asJSON, let data = try? Canonical.encode(failure.problem) {
            note(String(decoding: data, as: UTF8.self))
        } else {
            let code = Style.dim("(\(failure.problem.code.text))", on: 2)
            note("keeplocal: \(inert(failure.problem.message)) \(code)")
        }
    }

    /// One line that is written over, on a terminal only.
    static func progress(_ text: String?) {
        guard isatty(2) == 1 else { return }
        write("\r\u{1B}[2K" + (text ?? ""), to: .standardError)
    }

    /// Asks on standard error, so that results can be piped; nil at the end of the input.
    static func ask(_ prompt: String) -> String? {
        write(prompt, to: .standardError)
        return readLine(strippingNewline: true)
    }

    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data(text.utf8))
    }
}

/// Other people's text with everything made visible that could move a terminal's cursor, change
/// its colours or turn the direction of reading.
func inert(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x0A: result += "\n"
        case 0x09: result += " "
        case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E,
            0x2066...0x2069, 0xFEFF:
            result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Weight and colour, on a terminal that wants them; never the only sign of anything.
enum Style {
    static func bold(_ text: String) -> String { on(1, "1", text) }
    static func warning(_ text: String) -> String { on(1, "33", text) }
    static func dim(_ text: String, on file: Int32 = 1) -> String { on(file, "2", text) }

    private static func on(_ file: Int32, _ code: String, _ text: String) -> String {
        let environment = ProcessInfo.processInfo.environment
        guard isatty(file) == 1, environment["NO_COLOR", default: ""].isEmpty,
            environment["TERM"] != "dumb"
        else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
