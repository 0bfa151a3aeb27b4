// SPDX-License-Identifier: Apache-2.0

import Foundation

extension Desk {
    struct Ending {
        let code: Int32
        let output: String
        let remarks: String
    }

    /// Runs `keeplocal new FORM` with these lines typed, until the last one.
    func type(_ lines: [String], form: String) throws -> Ending {
        let process = Process()
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "keeplocal")
        process.executableURL = program
        process.arguments = ["new", form, "--json", "--home", home]
        let typed = URL(filePath: home + ".typed")
        let (output, remarks) = (URL(filePath: home + ".out"), URL(filePath: home + ".err"))
        defer {
            for file in [typed, output, remarks] { try? FileManager.default.removeItem(at: file) }
        }
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: typed)
        for file in [output, remarks] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: typed)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: remarks)
        try process.run()
        process.waitUntilExit()
        return Ending(
            code: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            remarks: String(decoding: try Data(contentsOf: remarks), as: UTF8.self)
        )
    }
}
