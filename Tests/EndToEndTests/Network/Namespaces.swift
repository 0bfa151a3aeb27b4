// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Glibc

/// Two machines in name: network namespaces with a thin link between them.
final class Namespaces {
    static let server = "10.199.7.1"
    private let name = "kl" + UUID().uuidString.prefix(6).lowercased()
    private let folder: Folder

    /// False where only an ordinary user runs the tests, or the system has no namespaces.
    ///
    /// Then the table says so: what was not run was not withstood.
    static func isAvailable(for fault: String) -> Bool {
        let tries = ["ip", "netns", "add", "kltry\(getpid())"]
        let isThere = geteuid() == 0 && run(tries)
        if isThere { _ = run(["ip", "netns", "delete", "kltry\(getpid())"]) }
        if !isThere { FaultTable.notRun(fault: fault) }
        return isThere
    }

    private static func run(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// A link that carries so many kilobits a second each way.
    init(kilobits: Int, in folder: Folder) async throws {
        self.folder = folder
        let shape = ["tbf", "rate", "\(kilobits)kbit", "burst", "4kb", "latency", "2s"]
        for side in ["a", "b"] { try await ip(["netns", "add", name + side]) }
        try await ip(
            ["link", "add", "up0", "netns", name + "a", "type", "veth"]
                + ["peer", "name", "up0", "netns", name + "b"]
        )
        for (side, address) in [("a", Self.server), ("b", "10.199.7.2")] {
            try await ip(["-n", name + side, "address", "add", address + "/24", "dev", "up0"])
            try await ip(["-n", name + side, "link", "set", "up0", "up"])
            try await ip(["-n", name + side, "link", "set", "lo", "up"])
            try await run(["tc", "-n", name + side, "qdisc", "add", "dev", "up0", "root"] + shape)
        }
    }

    deinit {
        for side in ["a", "b"] { _ = Self.run(["ip", "netns", "delete", name + side]) }
    }

    /// What to put before a command that runs at the server's end, or at the device's.
    var atServer: [String] { ["ip", "netns", "exec", name + "a"] }
    var atDevice: [String] { ["ip", "netns", "exec", name + "b"] }

    /// Takes the link down for a time.
    func loseLink(for duration: Duration) async throws {
        try await ip(["-n", name + "b", "link", "set", "up0", "down"])
        try await Task.sleep(for: duration)
        try await ip(["-n", name + "b", "link", "set", "up0", "up"])
    }

    /// All that the device's end has sent and received, with every head and repetition.
    func bytes() async throws -> Int {
        let files = ["tx", "rx"].map { "/sys/class/net/up0/statistics/\($0)_bytes" }
        let outcome = try await Running(atDevice + ["cat"] + files, in: folder).finish()
        return outcome.output.split(whereSeparator: \.isNewline).compactMap { Int($0) }.reduce(0, +)
    }

    private func ip(_ arguments: [String]) async throws { try await run(["ip"] + arguments) }

    private func run(_ command: [String]) async throws {
        let outcome = try await Running(command, in: folder).finish()
        guard outcome.exit == 0 else { throw ProgramFailure("\(command): \(outcome.errors)") }
    }
}
