// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Foundation
import Testing

@testable import keeplocal

/// A program built beside these tests, started in a folder of its own.
final class StartedProgram {
    struct Outcome {
        let exit: Int32
        let wasKilled: Bool
        let output: String
        let errors: String

        /// The one JSON document of `--json`.
        func json() throws -> [String: Any] { try Self.object(output) }

        func problem() throws -> [String: Any] {
            try Self.object(String(errors.split(separator: "\n").last ?? ""))
        }

        private static func object(_ text: String) throws -> [String: Any] {
            try #require(
                JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
                "\(text)"
            )
        }
    }

    let process = Process()
    private let files: URL
    private let isReadLater: Bool

    /// Starts it; its words are `typed`, and a script of `sh` may stand around it as `"$@"`.
    ///
    /// With `unread`, its output goes into a pipe that nobody reads.
    init(
        _ arguments: [String],
        program: String = "keeplocal",
        typed: String = "",
        script: String? = nil,
        unread: Bool = false
    ) throws {
        files = FileManager.default.temporaryDirectory.appending(path: "keeplocal-\(UUID())")
        isReadLater = !unread
        let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: program)
        process.executableURL = script == nil ? path : URL(filePath: "/bin/sh")
        process.arguments = script.map { ["-c", $0, "sh", path.path] + arguments } ?? arguments
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        try Data(typed.utf8).write(to: files.appending(path: "typed"))
        for name in ["output", "errors"] { try Data().write(to: files.appending(path: name)) }
        process.standardInput = try FileHandle(forReadingFrom: files.appending(path: "typed"))
        process.standardOutput =
            unread ? Pipe() : try FileHandle(forWritingTo: files.appending(path: "output"))
        process.standardError = try FileHandle(forWritingTo: files.appending(path: "errors"))
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: files)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: files.appending(path: name)), as: UTF8.self)
    }

    func finish() throws -> Outcome {
        process.waitUntilExit()
        return Outcome(
            exit: process.terminationStatus,
            wasKilled: process.terminationReason == .uncaughtSignal,
            output: isReadLater ? try text("output") : "",
            errors: try text("errors")
        )
    }
}

extension Desk {
    /// Runs a command on this desk, and waits for its end.
    func run(
        _ arguments: [String],
        typed: String = "",
        script: String? = nil
    ) throws -> StartedProgram.Outcome {
        try StartedProgram(arguments + ["--home", home], typed: typed, script: script).finish()
    }

    func saved() throws -> Int { try store.read { try $0.records().count } }
}

/// A server that is really there, with the homes of those who work with it.
final class Town {
    let folder = FileManager.default.temporaryDirectory.appending(path: "keeplocal-\(UUID())")
    private(set) var url = ""
    private var server: StartedProgram?

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try open("server")
    }

    deinit {
        server?.process.terminate()
        server?.process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Serves from a data folder made anew, with an administrator and an organisation.
    func open(_ data: String) throws {
        server?.process.terminate()
        server?.process.waitUntilExit()
        let path = folder.appending(path: data).path
        let made = try StartedProgram(["init", "--data", path, "--json"], program: "keeplocald")
        let code = try #require(try made.finish().json()["code"] as? String)
        let server = try StartedProgram(
            ["serve", "--data", path, "--port", "0"],
            program: "keeplocald"
        )
        self.server = server
        let end = Date(timeIntervalSinceNow: 30)
        while !(try server.text("output").contains("\n")), Date() < end {
            Thread.sleep(forTimeInterval: 0.01)
        }
        let line = try #require(try server.text("output").split(separator: "\n").first)
        url = String(line.dropFirst("listening on ".count))
        try run("admin", ["enrol", url, code])
        let add = ["admin", "organisation", "add", "Advice Hub", "--council", "bradford"]
        try run("admin", add)
    }

    @discardableResult
    func run(
        _ home: String,
        _ arguments: [String],
        exit: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) throws -> StartedProgram.Outcome {
        let path = folder.appending(path: home).path
        let outcome = try StartedProgram(arguments + ["--home", path]).finish()
        #expect(
            outcome.exit == exit,
            "\(arguments.joined(separator: " ")): \(outcome.errors)",
            sourceLocation: location
        )
        return outcome
    }

    /// - Returns: The code for the person's first device.
    func add(_ name: String, _ role: String = "worker") throws -> String {
        let add = ["admin", "person", "add", name, "--role", role, "--organisation", "Advice Hub"]
        return try #require(try run("admin", add + ["--json"]).json()["code"] as? String)
    }

    /// - Returns: The code for one more device.
    func addDevice(_ name: String) throws -> String {
        let add = ["admin", "device", "add", name, "--json"]
        return try #require(try run("admin", add).json()["code"] as? String)
    }

    func join(_ name: String, _ role: String = "worker") throws {
        try run(name, ["enrol", url, add(name, role)])
    }

    static let contact = ["new", "contact", "--json", "--set", "participant=P-1", "--set"]

    /// - Returns: The record.
    func contact(_ home: String, _ answer: String = "minutes=30") throws -> String {
        let new = Self.contact + ["kind=visit", "--set", answer]
        return try #require(try run(home, new).json()["record"] as? String)
    }
}
