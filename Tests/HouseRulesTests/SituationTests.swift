// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The thirty situations of the field")
struct SituationTests {
    private struct Row {
        let numbers: [Int]
        let cells: [String]
        var isBuilt: Bool { !cells[1].contains("*not built*") }
        var tests: [(suite: String, name: String)] {
            cells[2].matches(of: #/`(\w+)\.(\w+)`/#).map { (String($0.1), String($0.2)) }
        }
    }

    private func rows() throws -> [Row] {
        let path = House.root.appending(path: "docs/conflicts.md")
        let text = try String(contentsOf: path, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let numbers = (cells.first ?? "").split(separator: ",").map {
                Int($0.trimmingCharacters(in: .whitespaces))
            }
            guard cells.count >= 3, !numbers.contains(nil), !numbers.isEmpty else { return nil }
            return Row(numbers: numbers.compactMap(\.self), cells: Array(cells[1...]) + [""])
        }
    }

    @Test("each of the thirty stands once in the table")
    func complete() throws {
        #expect(try rows().flatMap(\.numbers) == Array(1...30))
    }

    @Test("each names tests that are there, unless it says that it is not built")
    func shown() throws {
        let files = try House.files(["Tests"], ending: ".swift")
        for row in try rows() {
            #expect(!row.tests.isEmpty || !row.isBuilt, "\(row.numbers) names no test")
            for test in row.tests {
                let isThere = files.contains { file in
                    file.path.hasSuffix("/\(test.suite).swift")
                        && file.text.contains("func \(test.name)(")
                }
                #expect(isThere, "\(row.numbers) names \(test.suite).\(test.name)")
            }
        }
    }
}
