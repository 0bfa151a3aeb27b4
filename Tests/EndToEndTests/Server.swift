// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A `keeplocald` on a data folder of its own.
final class Server {
    let data: String
    let folder: Folder
    /// What `serve` is given besides the data folder and the port.
    var options: [String] = []
    /// What its programs find in their environment.
    var environment: [String: String] = [:]
    private(set) var url = ""
    private(set) var process: Running?

    init(in folder: Folder) throws {
        self.folder = folder
        data = try folder.path("server")
    }

    var port: UInt16 { UInt16(url.split(separator: ":").last ?? "") ?? 0 }

    /// What it logged since it was started.
    var log: String { process?.errors ?? "" }

    /// - Returns: The first administrator's code.
    func initialise() async throws -> String {
        let made = try await run("init", "--json")
        guard made.exit == 0, let code = try made.json()["code"].text else {
            throw ProgramFailure("keeplocald init: \(made.errors)")
        }
        return code
    }

    func run(_ command: String, _ arguments: String...) async throws -> Outcome {
        let line = ["keeplocald", command, "--data", data] + arguments
        return try await Running(line, environment: environment, in: folder).finish()
    }

    /// Serves on a port of the system's choice, and from the second time on the same one; through
    /// another program that runs it, if need be.
    func start(through prefix: [String] = []) async throws {
        let program = prefix.isEmpty ? "keeplocald" : Running.path(of: "keeplocald")
        let command = [program, "serve", "--data", data, "--port", String(port)]
        let end = ContinuousClock.now + .seconds(120)
        repeat {
            let line = prefix + command + options
            let process = try Running(line, environment: environment, in: folder)
            if try await listens(process, until: end) {
                self.process = process
                return
            }
            let outcome = try await process.finish(within: 1)
            // Another program may have taken the port while this server was away.
            guard outcome.errors.contains("Cannot listen"), ContinuousClock.now < end else {
                throw ProgramFailure("keeplocald serve: \(outcome.errors)")
            }
            try await Task.sleep(for: .milliseconds(100))
        } while true
    }

    private func listens(
        _ process: Running,
        until end: ContinuousClock.Instant
    ) async throws -> Bool {
        let prefix = "listening on "
        while ContinuousClock.now < end {
            let isRunning = process.isRunning
            if let line = process.output.split(separator: "\n").first, line.hasPrefix(prefix) {
                url = String(line.dropFirst(prefix.count))
                return true
            }
            if !isRunning { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw ProgramFailure("keeplocald serve does not say where it listens")
    }

    @discardableResult
    func stop(within seconds: Double = 30) async throws -> Outcome? {
        process?.signal(SIGTERM)
        return try await process?.finish(within: seconds)
    }

    func kill() async throws {
        process?.signal(SIGKILL)
        _ = try await process?.finish(within: 120)
    }

    /// Stops it, and lets it verify what it holds.
    func verify() async throws -> Document {
        if process?.isRunning == true { try await stop() }
        return try await run("verify", "--json").json()
    }
}
