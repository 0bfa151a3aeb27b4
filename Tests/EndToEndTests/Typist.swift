// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Somebody at a terminal who reads what a command says, and types a line only then.
final class Typist {
    private let running: Running
    private let keys: Int32
    private var read = 0

    init(_ line: [String], _ device: Device) throws {
        let pipe = try device.folder.newName()
        guard mkfifo(pipe, 0o600) == 0 else { throw ProgramFailure("no pipe: \(errno)") }
        // Both ends, so that the terminal never sees its input end.
        keys = open(pipe, O_RDWR | O_CLOEXEC)
        let command = ([Running.path(of: "keeplocal")] + line).joined(separator: " ")
        let shell = #"exec script -qec "$1" /dev/null <"$2""#
        running = try Running(
            ["sh", "-c", shell, "sh", command, pipe],
            environment: ["KEEPLOCAL_HOME": device.home, "TERM": "dumb"],
            in: device.folder
        )
    }

    deinit { close(keys) }

    /// Types a line as soon as the words stand below what was read before.
    func types(_ text: String, after words: String) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let output = running.output
            if let found = output.dropFirst(read).range(of: words) {
                read = output.distance(from: output.startIndex, to: found.upperBound)
                break
            }
            guard running.isRunning, ContinuousClock.now < end else {
                throw ProgramFailure("'\(words)' does not come:\n\(output)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let bytes = Array((text + "\n").utf8)
        guard write(keys, bytes, bytes.count) == bytes.count else {
            throw ProgramFailure("nothing could be typed: \(errno)")
        }
    }

    func finish() async throws -> Outcome { try await running.finish(within: 60) }
}
