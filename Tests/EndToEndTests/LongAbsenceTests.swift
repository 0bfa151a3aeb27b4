// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite("A device that was away for long", .timeLimit(.minutes(10)))
struct LongAbsenceTests {
    @Test("comes back with one sync, in bounded memory, and loses nothing")
    func back() async throws {
        let isSoak = ProcessInfo.processInfo.environment["KEEPLOCAL_SOAK"] != nil
        let count = isSoak ? 20_000 : 2_000
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let carol = try await town.join("carol", "coordinator")
        try await carol.run("import", "contact", town.contacts(300, "meanwhile"))
        try await carol.run("sync")
        try await amina.run("import", "contact", town.contacts(count, "away"))
        let start = ContinuousClock.now
        let sync = try amina.start("sync", "--json")
        var (first, peak) = (0, 0)
        while sync.isRunning {
            let resident = Self.resident(sync.pid)
            if first == 0, start.duration(to: .now) > .milliseconds(150) { first = resident }
            peak = max(peak, resident)
            try await Task.sleep(for: .milliseconds(10))
        }
        let outcome = try await sync.finish()
        let took = start.duration(to: .now)
        print("\(count) changes in \(took); memory \(first) KiB, at most \(peak) KiB")
        #expect(outcome.exit == 0, "\(outcome.errors)")
        let report = try outcome.json()
        #expect(report["pushed"].integer == count && report["refused"] == 0)
        #expect(report["digestsAgree"] == true)
        #expect(peak - first <= 5 * 1024 * count / 1_000, "\(first) to \(peak) KiB")
        #expect(try await amina.json("status")["stored"].integer == count)
        #expect(try await amina.records().count == count + 300)
        #expect(try await town.server.verify()["records"].integer == count + 300)
    }

    /// Of a running program, in KiB; 0 where it has just ended.
    private static func resident(_ pid: pid_t) -> Int {
        let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
