// SPDX-License-Identifier: Apache-2.0

import Seeds
import Testing

@Suite("A network that breaks off in the middle", .timeLimit(.minutes(60)))
struct CutTransferTests {
    private static let rows = 2_000

    /// Every attempt of a sync is broken off; so often a sync may fail before it counts as stalled.
    private static let syncsMax = 50

    /// What may be under way at a break: one batch or page as it travels, and the heads.
    private static let underWayMax = 55_000

    @Test("a push goes on where it stopped, never from the beginning, and stores everything once")
    func pushing() async throws {
        var seed = Seed()
        let world = try await ProxiedTown()
        let calm = try await world.joinAlone("calm")
        try await calm.run("import", "contact", world.town.contacts(Self.rows, "calm"))
        let start = world.proxy.bytes.up
        let whole = try await world.bytes { try await calm.run("sync") }
        let up = world.proxy.bytes.up - start
        var tally = Tally()
        for number in 1...3 * Campaign.factor {
            let device = try await world.joinAlone("cut-\(number)")
            try await device.run("import", "contact", world.town.contacts(Self.rows, "r\(number)"))
            let place = Int.random(in: up / 8...up / 2, using: &seed)
            let ending: Weather.Ending = number % 2 == 0 ? .reset : .cut
            let (one, _) = try await transfer(world, .up(ending, after: place), of: whole) {
                device
            }
            tally = tally + one
            let stored = try await device.json("status")["stored"].integer ?? 0
            tally.saw(lost: max(0, Self.rows - stored))
        }
        tally = try await tally + world.found(of: Self.rows * (1 + tally.cases))
        tally.expectClean("push broken off again and again", seed)
    }

    @Test("on a slow link a break costs one small batch, and everything is stored once")
    func slow() async throws {
        var seed = Seed()
        let world = try await ProxiedTown()
        let calm = try await world.joinAlone("calm")
        try await calm.run("import", "contact", world.town.folder.noise(100, "calm", &seed))
        let whole = try await world.bytes { try await calm.run("sync") }
        let device = try await world.joinAlone("slow")
        try await device.run("import", "contact", world.town.folder.noise(100, "slow", &seed))
        var weather = Weather.up(.reset, after: 30_000)
        weather.up.bytesPerSecond = 32_000
        weather.up.sliceBytes = 4_096
        var (tally, _) = try await transfer(world, weather, of: whole) { device }
        let stored = try await device.json("status")["stored"].integer ?? 0
        tally.saw(lost: max(0, 100 - stored))
        tally = try await tally + world.found(of: 200)
        tally.expectClean("push on a slow link broken off", seed)
    }

    @Test("a first load goes on where it stopped, never from the beginning, and has everything")
    func loading() async throws {
        var seed = Seed()
        let world = try await ProxiedTown()
        let amina = try await world.join("amina")
        try await amina.run("import", "contact", world.town.contacts(Self.rows * 2, "rows"))
        try await amina.run("sync")
        let whole = try await world.bytes { _ = try await world.join("calm") }
        var tally = Tally()
        for number in 1...3 * Campaign.factor {
            // More than a page, so that each attempt can get somewhere.
            let place = Int.random(in: whole / 6...whole / 2, using: &seed)
            let ending: Weather.Ending = number % 2 == 0 ? .reset : .cut
            let (one, device) = try await transfer(world, .down(ending, after: place), of: whole) {
                try await world.join("cut-\(number)")
            }
            tally = tally + one
            let found = try await device.records()
            tally.saw(
                lost: max(0, Self.rows * 2 - Set(found).count),
                duplicated: max(0, found.count - Self.rows * 2)
            )
        }
        tally.expectClean("first load broken off again and again", seed)
    }

    /// Syncs a device again and again, each connection broken off at the same place, until one sync
    /// is done; then no more than what was under way at each break was carried for nothing.
    private func transfer(
        _ world: ProxiedTown,
        _ weather: Weather,
        of whole: Int,
        _ begin: () async throws -> Device
    ) async throws -> (Tally, Device) {
        var tally = Tally(cases: 1)
        let before = (ended: world.proxy.ended, bytes: world.proxy.bytes)
        world.proxy.always(weather)
        defer { world.proxy.always(.calm) }
        let device = try await begin()
        var (syncs, outcome) = (0, try await device.start("sync", "--json").finish())
        while outcome.exit == 4, syncs < Self.syncsMax {
            syncs += 1
            outcome = try await device.start("sync", "--json").finish()
        }
        let after = world.proxy.bytes
        let carried = after.up + after.down - before.bytes.up - before.bytes.down
        guard outcome.exit == 0 else {
            tally.saw(stalled: 1)
            tally.words.append("\(syncs) syncs: \(outcome.errors)")
            return (tally, device)
        }
        tally.saw(torn: try outcome.json()["digestsAgree"] == true ? 0 : 1, stalled: 0)
        let breaks = world.proxy.ended - before.ended
        tally.met = breaks > 0 ? 1 : 0
        if carried > whole + breaks * Self.underWayMax {
            tally.words.append("\(carried) bytes for \(whole), \(breaks) times broken off")
        }
        print("broken off \(breaks) times: \(carried) bytes where \(whole) were needed")
        return (tally, device)
    }

    @Test("an answer that is lost after the commit, wherever it breaks, doubles nothing")
    func lostAnswer() async throws {
        var seed = Seed()
        let world = try await ProxiedTown()
        let device = try await world.joinAlone("amina")
        _ = try await device.contact("P-0")
        let before = world.proxy.bytes.down
        try await device.run("sync")
        let length = world.proxy.bytes.down - before
        var (tally, doubled) = (Tally(), 0)
        for place in [1] + Campaign.places(in: length, cases: 30, &seed) {
            tally.cases += 1
            _ = try await device.contact("P-\(place)-\(tally.cases)")
            world.proxy.next([.down(.reset, after: place)])
            let ended = world.proxy.ended
            let outcome = try await device.start("sync", "--json").finish()
            tally.saw(stalled: outcome.exit == 0 ? 0 : 1)
            tally.met += world.proxy.ended - ended
            doubled += (try? outcome.json()["duplicates"].integer) ?? 0
            let stored = try await device.json("status")["stored"].integer
            tally.saw(lost: max(0, tally.cases + 1 - (stored ?? 0)))
        }
        // The server had taken it before the first byte of an answer came.
        #expect(doubled > 0, "\(seed)")
        tally = try await tally + world.found(of: tally.cases + 1)
        tally.expectClean("answer lost after the commit", seed)
    }
}
