// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncHTTP
import SyncService
import Testing

@Suite("Those who wait for news")
struct LiveHubTests {
    private let amina = DeviceID(high: 4, low: 1)
    private let ben = DeviceID(high: 4, low: 2)

    /// How many wake-ups come before the stream ends.
    private func count(_ subscription: LiveHub.Subscription) async -> Int {
        var count = 0
        for await _ in subscription.ticks { count += 1 }
        return count
    }

    @Test("a beat wakes its own stream only; news wake all")
    func beats() async throws {
        let hub = LiveHub()
        let (own, other) = (try await hub.subscribe(amina), try await hub.subscribe(ben))
        var (mine, theirs) = (own.ticks.makeAsyncIterator(), other.ticks.makeAsyncIterator())
        // Everybody looks once at the start.
        _ = await (mine.next(), theirs.next())
        own.wake()
        await mine.next()
        await hub.finish()
        #expect(await theirs.next() == nil)
    }

    @Test("a device that opens one too many loses its oldest, and no other does")
    func perDevice() async throws {
        let hub = LiveHub(deviceMax: 2, totalMax: 10)
        let stranger = try await hub.subscribe(ben)
        let own = [
            try await hub.subscribe(amina), try await hub.subscribe(amina),
            try await hub.subscribe(amina),
        ]
        #expect(await count(own[0]) == 1)
        var newest = own[2].ticks.makeAsyncIterator()
        _ = await newest.next()
        await hub.tick()
        await newest.next()
        await hub.finish()
        #expect(await count(stranger) == 1)
        #expect(await count(own[1]) == 1)
    }

    @Test("beyond all places, and once the server stops, one is told to come later")
    func places() async throws {
        let hub = LiveHub(deviceMax: 2, totalMax: 2)
        let first = try await hub.subscribe(amina)
        _ = try await hub.subscribe(ben)
        let full = await #expect(throws: Problem.self) {
            try await hub.subscribe(DeviceID(high: 4, low: 3))
        }
        #expect(full?.code == .overloaded)
        await hub.unsubscribe(first.id)
        _ = try await hub.subscribe(DeviceID(high: 4, low: 3))
        await hub.close()
        for attempt in [{ try await hub.check() }, { _ = try await hub.subscribe(ben) }] {
            let stopped = await #expect(throws: Problem.self) { try await attempt() }
            #expect(stopped?.code == .overloaded)
        }
    }
}
