// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("House style")
struct StyleTests {
    @Test("a file is at most 300 lines, and a line at most 100 columns")
    func sizes() throws {
        for file in try House.files(House.products + ["Tests"], ending: ".swift") {
            #expect(file.lines.count <= 301, "\(file.path) has \(file.lines.count) lines")
            for (number, line) in file.lines.enumerated() where line.count > 100 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test("a function of the products is at most 45 lines")
    func functions() throws {
        for file in try House.files(House.products, ending: ".swift") {
            for (name, length) in functionLengths(file.lines) where length > 45 {
                Issue.record("\(file.path): \(name) has \(length) lines")
            }
        }
    }

    private func functionLengths(_ lines: [Substring]) -> [(String, Int)] {
        var found: [(String, Int)] = []
        for (start, line) in lines.enumerated()
        where line.contains(#/^\s*(?:[a-z@]+(?:\(\w+\))?\s+)*(?:func\s|init[?(<])/#) {
            let indent = String(line.prefix { $0 == " " })
            let end = lines[start...].firstIndex { $0.hasPrefix(indent + "}") }
            let isOneLine = line.contains("{") && line.hasSuffix("}")
            if let end, !isOneLine {
                found.append((line.trimmingCharacters(in: .whitespaces), end - start + 1))
            }
        }
        return found
    }

    @Test("no word in the products that traps, escapes the compiler or waits blindly")
    func bannedWords() throws {
        let banned = [
            "try!", "as!", "fatalError(", "preconditionFailure(", "@unchecked Sendable",
            "nonisolated(unsafe)", "Task.detached", "TODO", "FIXME",
        ]
        for file in try House.files(House.products, ending: ".swift") {
            for (number, line) in file.code.enumerated() {
                for word in banned where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) says \(word)")
                }
                if line.contains(#/\bprint\(/#), !file.path.contains("keeplocal") {
                    Issue.record("\(file.path):\(number + 1) prints")
                }
            }
        }
    }

    @Test("every source file names its licence in the first two lines")
    func licence() throws {
        let sources =
            try House.files(House.products + ["Tests"], ending: ".swift")
            + House.files(House.products, ending: ".h")
        for file in sources {
            let named = file.lines.prefix(2).contains { $0.contains("SPDX-License-Identifier") }
            #expect(named, "\(file.path) names no licence")
        }
    }
}
