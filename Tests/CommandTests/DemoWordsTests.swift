// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The demonstration's words")
struct DemoWordsTests {
    @Test("a command is printed as a person would type it, and the shell reads it back the same")
    func typed() throws {
        let words = [
            "edit", "7f3a91c2", "--set", "note=Prefers mornings", "followup[1]/score=6", "",
            "say \"no\"", "cost $5 `now`", "back\\slash", "it's", "£5", "date=2026-01-05",
        ]
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let script = """
            source scripts/demo-lib.sh
            line=$(typed "$@")
            printf '%s\\n' "$line"
            eval "again=($line)"
            printf '%s\\n' "${again[@]}"
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["bash", "-c", script, "bash"] + words
        process.currentDirectoryURL = root
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map(String.init)
        #expect(lines.first?.hasPrefix("edit 7f3a91c2 --set \"note=Prefers mornings\" ") == true)
        #expect(lines.dropFirst().dropLast() == words[...])
    }
}
