// SPDX-License-Identifier: Apache-2.0

import Seeds
import Testing

@Suite("A network in bad weather", .timeLimit(.minutes(60)))
struct BadWeatherTests {
    @Test("that is slow, far away or in crumbs delivers everything in one sync")
    func slow() async throws {
        let seed = Seed()
        let world = try await ProxiedTown()
        let (crumb, far) = (Weather.Way(sliceBytes: 1), Weather.Way(delaySeconds: 0.7))
        // 32 kbit/s.
        let thin = Weather.Way(sliceBytes: 512, bytesPerSecond: 4_000)
        var tally = Tally()
        for (number, way) in [crumb, far, thin].enumerated() {
            let device = try await world.joinAlone("slow-\(number)")
            try await device.run("import", "contact", world.town.contacts(150, "s\(number)"))
            world.proxy.always(Weather(up: way, down: way))
            let outcome = try await device.start("sync", "--json").finish(within: 120)
            world.proxy.always(.calm)
            tally.cases += 1
            tally.met += 1
            tally.saw(stalled: outcome.exit == 0 ? 0 : 1)
            guard outcome.exit == 0 else {
                tally.words.append("\(way): \(outcome.errors)")
                continue
            }
            tally.saw(lost: try await 150 - (device.json("status")["stored"].integer ?? 0))
        }
        tally = try await tally + world.found(of: 450)
        tally.expectClean("network slow, far or in crumbs", seed)
    }

    @Test("of all kinds at once: when it clears, everything arrives within three syncs")
    func storm() async throws {
        var seed = Seed()
        let world = try await ProxiedTown()
        var (tally, saved) = (Tally(), 0)
        let devices = [try await world.join("amina"), try await world.join("dan")]
        for round in 1...4 * Campaign.factor {
            for (number, device) in devices.enumerated() {
                try await device.run(
                    "import",
                    "contact",
                    world.town.contacts(60, "r\(round)-\(number)")
                )
                saved += 60
            }
            let before = world.proxy.ended
            world.proxy.next((0..<24).map { _ in Self.weather(&seed) })
            for sync in try devices.map({ try $0.start("sync", "--json") }) {
                let outcome = try await sync.finish(within: 180)
                #expect([0, 4].contains(outcome.exit), "\(seed): \(outcome.errors)")
            }
            world.proxy.next([])
            tally.cases += 1
            if world.proxy.ended > before { tally.met += 1 }
            tally.saw(stalled: try await settle(devices, saved) ? 0 : 1)
        }
        tally = try await tally + world.found(of: saved)
        tally.expectClean("network of all faults at once", seed)
    }

    /// True when both devices have everything, and the server too, within three syncs of each.
    private func settle(_ devices: [Device], _ saved: Int) async throws -> Bool {
        for _ in 1...3 {
            for device in devices { try await device.run("sync") }
            var isSettled = true
            for device in devices {
                let status = try await device.json("status")
                let count = try await device.records().count
                if status["saved"] != 0 || status["sent"] != 0 || count != saved {
                    isSettled = false
                }
            }
            if isSettled { return true }
        }
        return false
    }

    private static func weather(_ seed: inout Seed) -> Weather {
        Weather(up: way(&seed), down: way(&seed))
    }

    private static func way(_ seed: inout Seed) -> Weather.Way {
        var way = Weather.Way()
        way.delaySeconds = .random(in: 0...0.1, using: &seed)
        if Bool.random(using: &seed) { way.sliceBytes = .random(in: 1...1_460, using: &seed) }
        if way.sliceBytes < 200 { way.delaySeconds = 0 }
        if Int.random(in: 0..<4, using: &seed) > 0 {
            way.ending = Bool.random(using: &seed) ? .reset : .cut
            way.endsAfterBytes = .random(in: 1...6_000, using: &seed)
        }
        return way
    }

    @Test("that goes silent without a word is given up, and the next sync delivers")
    func stalled() async throws {
        let seed = Seed()
        let world = try await ProxiedTown()
        let device = try await world.joinAlone("amina")
        try await device.run("import", "contact", world.town.contacts(100, "rows"))
        world.proxy.next([.up(.stall, after: 700), .down(.stall, after: 100)])
        let outcome = try await device.start("sync", "--json").finish(within: 120)
        var tally = Tally(cases: 1, met: world.proxy.ended > 0 ? 1 : 0)
        let again = try await outcome.exit == 0 ? 0 : device.start("sync").finish().exit
        tally.saw(stalled: again == 0 ? 0 : 1)
        tally.saw(lost: try await 100 - (device.json("status")["stored"].integer ?? 0))
        tally = try await tally + world.found(of: 100)
        tally.expectClean("network that goes silent", seed)
    }
}
