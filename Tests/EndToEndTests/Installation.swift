// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A server with an administrator and two community organisations of one council.
final class Installation {
    let folder: Folder
    let server: Server
    let admin: Device

    static let mills = "Manningham Mills Advice Hub"
    static let circle = "Shipley Homecare Circle"

    init() async throws {
        folder = try Folder()
        server = try Server(in: folder)
        let code = try await server.initialise()
        try await server.start()
        admin = Device(home: try folder.path("admin"), folder: folder, server: server)
        try await admin.run("enrol", server.url, code, "--name", "office")
        for name in [Self.mills, Self.circle] {
            try await admin.run("admin", "organisation", "add", name, "--council", "bradford")
        }
    }

    /// A person with a role, on a device of their own.
    func join(
        _ name: String,
        _ role: String,
        at place: [String] = ["--organisation", Installation.mills]
    ) async throws -> Device {
        let person = ["admin", "person", "add", name, "--role", role, "--json"] + place
        let code = try await admin.run(person).json()["code"].text
        let device = Device(home: try folder.path(name), folder: folder, server: server)
        try await device.run("enrol", server.url, try #require(code), "--name", name)
        return device
    }

    func reviewer(_ name: String, _ role: String) async throws -> Device {
        try await join(name, role, at: ["--council", "bradford"])
    }

    /// Lines to import as contacts.
    func contacts(_ count: Int, _ name: String) throws -> String {
        let lines = (1...count).map { number in
            #"{"participant":"\#(name)-\#(number)","date":"2025-07-05","kind":"visit","#
                + #""minutes":\#(10 + number % 60)}"#
        }
        return try folder.write(lines.joined(separator: "\n") + "\n", to: name + ".ndjson")
    }
}

/// Somebody's device: a home folder, and `keeplocal` working in it.
///
/// It holds the server, so that it serves as long as there is a device to ask it.
struct Device {
    let home: String
    let folder: Folder
    var server: Server?
    /// What its commands find in their environment.
    var environment: [String: String] = [:]

    func start(_ arguments: String..., through prefix: [String] = []) throws -> Running {
        try start(arguments, through: prefix)
    }

    func start(_ arguments: [String], through prefix: [String] = []) throws -> Running {
        let program = prefix.isEmpty ? "keeplocal" : Running.path(of: "keeplocal")
        return try Running(
            prefix + [program] + arguments,
            environment: environment.merging(["KEEPLOCAL_HOME": home]) { $1 },
            in: folder
        )
    }

    /// Runs a command, which must leave with the exit code.
    @discardableResult
    func run(
        _ arguments: String...,
        exit: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        try await run(arguments, exit: exit, at: location)
    }

    @discardableResult
    func run(
        _ arguments: [String],
        exit: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Outcome {
        let outcome = try await start(arguments).finish()
        #expect(
            outcome.exit == exit,
            "keeplocal \(arguments.joined(separator: " ")): \(outcome.errors)",
            sourceLocation: location
        )
        return outcome
    }

    /// Runs a command with `--json` and reads what it prints.
    func json(
        _ arguments: String...,
        exit: Int32 = 0,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Document {
        try await run(arguments + ["--json"], exit: exit, at: location).json()
    }

    /// Runs a command that must fail, and reads the problem that it tells of.
    func problem(
        _ arguments: String...,
        exit: Int32,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Document {
        try await run(arguments + ["--json"], exit: exit, at: location).problem()
    }

    /// Syncs, whether or not conflicts remain.
    @discardableResult
    func sync(at location: SourceLocation = #_sourceLocation) async throws -> Document {
        let outcome = try await start(["sync", "--json"]).finish()
        #expect(
            outcome.exit == 0 || outcome.exit == 3,
            "\(outcome.errors)",
            sourceLocation: location
        )
        return try outcome.json()
    }

    /// What a contact needs at least.
    static func answers(_ participant: String) -> [String] {
        ["--set", "participant=\(participant)", "--set", "kind=visit"]
    }

    /// A contact with a participant, and more answers.
    func contact(_ participant: String, _ answers: String...) async throws -> String {
        let set = Self.answers(participant) + answers.flatMap { ["--set", $0] }
        let saved = try await run(["new", "contact", "--json"] + set).json()
        return try #require(saved["record"].text)
    }

    func records() async throws -> [String] {
        try await json("list").list.compactMap { $0["record"].text }
    }

    /// Asks the database itself.
    func query(_ sql: String) async throws -> [String] {
        try await Device.query(sql, home + "/keeplocal.sqlite", folder)
    }

    static func query(_ sql: String, _ file: String, _ folder: Folder) async throws -> [String] {
        let command = ["sqlite3", "-cmd", ".timeout 10000", "file:\(file)?mode=ro", sql]
        let outcome = try await Running(command, in: folder).finish()
        guard outcome.exit == 0 else { throw ProgramFailure("sqlite3: \(outcome.errors)") }
        return outcome.output.split(separator: "\n").map(String.init)
    }
}
