// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// What is written for people and scripts: results on standard output, all else on standard error.
enum Terminal {
    static func line(_ text: String) { write(text + "\n", to: .standardOutput) }

    static func error(_ text: String) {
        let first = text.hasPrefix("Error:") || text.hasPrefix("Usage") ? "" : "keeplocald: "
        write(first + text + "\n", to: .standardError)
    }

    static func json(_ value: some Encodable) throws {
        line(String(decoding: try Canonical.encode(value), as: UTF8.self))
    }

    /// One line that is written over, on a terminal only.
    static func progress(_ text: String) {
        guard isatty(2) == 1 else { return }
        write("\r\u{1B}[2K" + text, to: .standardError)
    }

    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data(text.utf8))
    }
}
