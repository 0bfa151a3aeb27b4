// SPDX-License-Identifier: Apache-2.0

import Glibc
import Seeds
import Testing

@Suite("A server that is told to stop", .timeLimit(.minutes(15)))
struct GracefulStopTests {
    @Test("in the middle of pushes, it answers them or takes nothing, and leaves with 0")
    func pushing() async throws {
        var seed = Seed()
        let town = try await Installation()
        let devices = [
            try await town.join("amina", "worker"), try await town.join("dan", "worker"),
        ]
        for (number, device) in devices.enumerated() {
            try await device.run("import", "contact", town.contacts(300, "first\(number)"))
        }
        for _ in 1...3 {
            let syncs = try devices.map { try $0.start("sync") }
            try await seed.pause(upTo: .milliseconds(400))
            #expect(try await town.server.stop()?.exit == 0, "\(seed): \(town.server.log)")
            for sync in syncs {
                let outcome = try await sync.finish()
                #expect([0, 4].contains(outcome.exit), "\(seed): \(outcome.errors)")
            }
            let verified = try await town.server.verify()
            #expect(verified["chain"] == "ok" && verified["projection"] == "ok", "\(seed)")
            var stored = 0
            for device in devices {
                stored += try await device.json("status")["stored"].integer ?? 0
            }
            // It may have answered what did not arrive any more, never the other way round.
            #expect(stored <= verified["changes"].integer ?? 0, "\(seed)")
            try await town.server.start()
        }
        for device in devices { try await device.run("sync") }
        #expect(try await town.server.verify()["changes"] == 600, "\(seed)")
    }

    @Test("while a device watches, it stops at once, and the device waits for it")
    func watching() async throws {
        let town = try await Installation()
        let amina = try await town.join("amina", "worker")
        let watch = try amina.start("sync", "--watch", "--json")
        try await wait { watch.output.contains("digestsAgree") }
        // The device comes back at once, and must not keep the server from stopping.
        #expect(try await town.server.stop(within: 15)?.exit == 0)
        _ = try await amina.contact("P-1")
        try await town.server.start()
        try await wait { watch.output.contains(#""pushed":1"#) }
        watch.signal(SIGTERM)
        _ = try await watch.finish()
        #expect(try await town.server.verify()["changes"] == 1)
    }

    private func wait(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while !condition() {
            try #require(ContinuousClock.now < end, "It does not happen.")
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
