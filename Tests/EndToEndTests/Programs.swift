// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A temporary folder; it goes when nobody holds it any more.
final class Folder: Sendable {
    let path: String

    init() throws {
        let name = "keeplocal-tests-" + UUID().uuidString
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in it; folders on the way are made.
    func path(_ name: String) throws -> String {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        return url.path
    }

    func newName() throws -> String { try path("runs/" + UUID().uuidString) }

    func write(_ text: String, to name: String) throws -> String {
        let path = try path(name)
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }
}

/// What a program left behind.
struct Outcome: Sendable {
    /// Nil for one that a signal ended.
    let exit: Int32?
    let signal: Int32?
    let output: String
    let errors: String

    func json() throws -> Document { try Document(parsing: output) }

    /// The problem that it told of on standard error.
    func problem() throws -> Document {
        try Document(parsing: String(errors.split(separator: "\n").last ?? ""))
    }
}

struct ProgramFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A program that was started; it is killed when nobody holds it any more.
///
/// Its output goes to files, so that neither side ever waits for a full pipe, and every wait for it
/// has a bound.
final class Running {
    let pid: pid_t
    private let name: String
    private let files: String
    private let folder: Folder
    private var status: Int32?

    /// Starts a program, looked for beside the tests and on the path, with its arguments.
    init(_ command: [String], environment: [String: String] = [:], in folder: Folder) throws {
        self.folder = folder
        files = try folder.newName()
        name = command.joined(separator: " ")
        pid = try Self.spawn(command, environment, files)
    }

    deinit {
        guard isRunning else { return }
        kill(pid, SIGKILL)
        var ignored: Int32 = 0
        waitpid(pid, &ignored, 0)
    }

    var isRunning: Bool {
        guard status == nil else { return false }
        var found: Int32 = 0
        guard waitpid(pid, &found, WNOHANG) == pid else { return true }
        status = found
        return false
    }

    var output: String { text(".out") }
    var errors: String { text(".err") }

    func signal(_ number: Int32) { if isRunning { kill(pid, number) } }

    func finish(within seconds: Double = 600) async throws -> Outcome {
        let end = ContinuousClock.now + .seconds(seconds)
        while isRunning {
            guard ContinuousClock.now < end else {
                throw ProgramFailure("\(name) does not end: \(errors)")
            }
            try await Task.sleep(for: .milliseconds(3))
        }
        let status = status ?? 0
        let signal = status & 0x7F
        return Outcome(
            exit: signal == 0 ? (status >> 8) & 0xFF : nil,
            signal: signal == 0 ? nil : signal,
            output: output,
            errors: errors
        )
    }

    private func text(_ ending: String) -> String {
        (try? String(contentsOfFile: files + ending, encoding: .utf8)) ?? ""
    }
}

extension Running {
    /// The folder of the programs that were built with these tests.
    static let programs: String = {
        let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: path ?? ".").deletingLastPathComponent().path
    }()

    static func path(of program: String) -> String {
        let built: Set = ["keeplocal", "keeplocald", "logwriter"]
        return built.contains(program) ? programs + "/" + program : program
    }

    private static func spawn(
        _ command: [String],
        _ environment: [String: String],
        _ files: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files + ".out", flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, files + ".err", flags, 0o600)
        var arguments = command.map { strdup($0) } + [nil]
        var inherited = ProcessInfo.processInfo.environment
        inherited["KEEPLOCAL_HOME"] = nil
        let merged = inherited.merging(environment) { $1 }
        var variables = merged.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        var attributes = posix_spawnattr_t()
        unblockSignals(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var pid: pid_t = 0
        let program = path(of: command[0])
        let code = posix_spawnp(&pid, program, &actions, &attributes, &arguments, &variables)
        guard code == 0 else {
            throw ProgramFailure("\(command[0]): \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// The threads of Swift's pool block signals, and a program would inherit that.
    private static func unblockSignals(_ attributes: inout posix_spawnattr_t) {
        posix_spawnattr_init(&attributes)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        [SIGTERM, SIGINT, SIGPIPE].forEach { sigaddset(&signals, $0) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}
