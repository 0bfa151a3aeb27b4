// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// One sync, and the most memory that it and its server ever had, in KiB.
struct MeasuredSync: CustomStringConvertible {
    let report: Document
    let exit: Int32?
    let peak: Int
    let server: Int
    private let took: Duration

    init(of device: Device, server: Server) async throws {
        let start = ContinuousClock.now
        let sync = try device.start("sync", "--json")
        var peak = 0
        while sync.isRunning {
            peak = max(peak, Self.peak(of: sync.pid))
            try await Task.sleep(for: .milliseconds(5))
        }
        took = start.duration(to: .now)
        let outcome = try await sync.finish()
        (report, exit, self.peak) = (try outcome.json(), outcome.exit, peak)
        self.server = Self.peak(of: server.process?.pid ?? 0)
    }

    var description: String { "\(took), device \(peak) KiB, server \(server) KiB" }

    /// What the system noted for a running program; 0 where it has just ended.
    ///
    /// What it tells of an ended one would also have what the tests had when they started it.
    private static func peak(of pid: pid_t) -> Int {
        let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
