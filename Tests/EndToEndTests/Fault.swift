// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Glibc

/// Faults that strace puts into the writes of a program, without a change of the program.
enum Fault {
    case diskFull
    case killed

    /// False where strace cannot do what a fault needs.
    ///
    /// Then the table says so: what was not run was not withstood.
    static func isAvailable(for fault: String, attaching: Bool = false) -> Bool {
        let isThere = isAvailable && (canAttach || !attaching)
        if !isThere { FaultTable.notRun(fault: fault) }
        return isThere
    }

    /// False where strace is not installed, or may not trace (some containers).
    private static let isAvailable = trace(["-D", "-f", "-e", "trace=pwrite64", "true"])

    /// False where only the parent of a program may trace it, and not somebody else.
    private static let canAttach: Bool = {
        guard let program = spawn(["sleep", "0.5"]) else { return false }
        defer { _ = wait(program) }
        return trace(["-p", String(program)])
    }()

    private static func trace(_ arguments: [String]) -> Bool {
        guard let strace = spawn(["strace", "-qq", "-o", "/dev/null"] + arguments) else {
            return false
        }
        return wait(strace) == 0
    }

    private static func spawn(_ command: [String]) -> pid_t? {
        var pid: pid_t = 0
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        return posix_spawnp(&pid, command[0], &actions, nil, &arguments, environ) == 0 ? pid : nil
    }

    private static func wait(_ pid: pid_t) -> Int32? {
        var status: Int32 = 0
        return waitpid(pid, &status, 0) == pid ? status : nil
    }

    /// What to put before a command: the fault comes at the writes of these numbers, as strace has
    /// them: `3` the third, `3+` from there on, `3..8`.
    func at(_ writes: String) -> [String] {
        ["strace", "-D", "-f", "-qq", "-o", "/dev/null"] + injection(writes)
    }

    /// Puts the fault into a server that runs, until what is returned is killed.
    ///
    /// Each thread's writes are counted from now on, and a transaction is one thread's.
    func enter(_ server: Server, at writes: String) async throws -> Running {
        let pid = String(server.process?.pid ?? 0)
        let command = ["strace", "-f", "-p", pid, "-o", "/dev/null"] + injection(writes)
        let strace = try Running(command, in: server.folder)
        let end = ContinuousClock.now + .seconds(60)
        while !strace.errors.contains("attached") {
            guard strace.isRunning, ContinuousClock.now < end else {
                throw ProgramFailure("strace: \(strace.errors)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return strace
    }

    private func injection(_ writes: String) -> [String] {
        let fault = self == .diskFull ? "error=ENOSPC" : "signal=SIGKILL"
        return ["-e", "trace=pwrite64", "-e", "inject=pwrite64:\(fault):when=\(writes)"]
    }
}
