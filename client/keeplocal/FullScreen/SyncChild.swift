// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// A sync by a second run of this program, beside the screen that goes on.
///
/// Both work on the same store, which is made for that; whatever ends one of them, the other goes
/// on, and nothing that is drawn waits for a network.
struct SyncChild {
    private let process: pid_t
    /// What the child says, for `poll`.
    let output: Int32
    private var unfinished: [UInt8] = []
    private(set) var lines: [String] = []

    /// - Throws: `Failure` when the system cannot start another program.
    init(home: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Self.notStarted }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ctrl-Z is for the screen: a sync that stood still would keep the store from it.
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        let arguments = ["keeplocal", "sync", "--json", "--progress", "--home", home]
        var started: pid_t = 0
        let code = withArguments(arguments) {
            posix_spawn(&started, "/proc/self/exe", &actions, &attributes, $0, environ)
        }
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw Self.notStarted
        }
        (process, output) = (started, ends[0])
    }

    private static var notStarted: Failure {
        Failure(
            Problem(.deviceFailed, "A sync could not be started. Leave, and run: keeplocal sync")
        )
    }

    /// Takes what the child has said so far into `lines`.
    ///
    /// - Returns: The exit code once it has ended.
    mutating func read() -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = Glibc.read(output, &bytes, bytes.count)
            if count > 0 {
                take(bytes[..<count])
            } else if count == 0 {
                return ended()
            } else {
                guard errno == EINTR else { return nil }
            }
        }
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        unfinished += bytes
        while let end = unfinished.firstIndex(of: 0x0A) {
            lines.append(String(decoding: unfinished[..<end], as: UTF8.self))
            unfinished.removeSubrange(...end)
        }
        // A child of ours says little: more than this is not ours.
        if lines.count > 1_000 { lines.removeFirst(lines.count - 1_000) }
        if unfinished.count > 1_000_000 { unfinished = [] }
    }

    private func ended() -> Int32 {
        close(output)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// Asks the child to stop, which is safe at any time, and waits until it has.
    func stop() {
        kill(process, SIGTERM)
        kill(process, SIGCONT)
        _ = ended()
    }

    mutating func takeLines() -> [String] {
        defer { lines = [] }
        return lines
    }
}

/// C's list of arguments, for as long as the body runs.
func withArguments<Value>(
    _ arguments: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
) -> Value {
    let copies = arguments.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
}
