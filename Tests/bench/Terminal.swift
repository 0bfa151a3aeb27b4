// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A program in a terminal of its own, driven by keys and listened to byte by byte.
final class Terminal {
    private let master: Int32
    private let process: pid_t

    // Of <asm-generic/ioctls.h> and <spawn.h>, which Swift does not see: TIOCSPTLCK, TIOCGPTN and
    // POSIX_SPAWN_SETSID.
    private static let (lock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    private static let newSession: Int16 = 0x80

    /// The program gets nothing of this one's environment.
    init(_ line: [String], environment: [String], rows: UInt16 = 24, columns: UInt16 = 80) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number) = (Int32(0), Int32(0))
        guard master >= 0, ioctl(master, Self.lock, &isLocked) == 0,
            ioctl(master, Self.number, &number) == 0
        else { throw BenchFailure("No terminal can be opened.") }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        process = try Self.spawn(line, environment, terminal: "/dev/pts/\(number)")
    }

    /// The first file that a leader of a session opens becomes its terminal.
    private static func spawn(
        _ line: [String],
        _ environment: [String],
        terminal: String
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Self.newSession)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let arguments = line.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        guard posix_spawn(&process, line[0], &actions, &attributes, arguments, variables) == 0
        else { throw BenchFailure("'\(line[0])' cannot be started.") }
        return process
    }

    func press(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = bytes.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// What comes within a time, or nothing.
    func output(within time: Duration) -> [UInt8] {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(max(0, time.milliseconds.rounded(.up)))
        guard poll(&waiting, 1, milliseconds) == 1 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(master, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// Listens until nothing came for a while.
    func settle(
        for quiet: Duration = .milliseconds(20),
        atMost bound: Duration = .milliseconds(200)
    ) {
        let end = ContinuousClock.now + bound
        while ContinuousClock.now < end, !output(within: quiet).isEmpty {}
    }

    /// Listens until words come.
    ///
    /// - Returns: Whether they came.
    func shows(_ words: String, within bound: Duration) -> Bool {
        let end = ContinuousClock.now + bound
        var seen: [UInt8] = []
        while ContinuousClock.now < end {
            seen += output(within: .milliseconds(50))
            if String(decoding: seen, as: UTF8.self).contains(words) { return true }
        }
        return false
    }

    func end() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        close(master)
    }
}
