// SPDX-License-Identifier: Apache-2.0

import Glibc
import Seeds
import Testing

@Suite("A sync that watches", .timeLimit(.minutes(60)))
struct WatchTests {
    /// The longest that news may take when nothing but asking brings them.
    private static let pollSeconds = 40.0

    private struct Watched {
        let world: ProxiedTown
        let amina: Device
        let dan: Device
        let watch: Running

        /// Amina watches, and has synced once.
        init(_ weather: Weather) async throws {
            world = try await ProxiedTown()
            amina = try await world.join("amina")
            dan = try await world.join("dan")
            world.proxy.always(weather)
            watch = try amina.start("sync", "--watch", "--json")
            let watch = watch
            try await Self.wait(20, "a first sync") { watch.output.contains("digestsAgree") }
            // The stream is there a moment later.
            try await Task.sleep(for: .seconds(1))
        }

        /// Dan saves something by a way of his own; how long until Amina's device has it.
        func news(_ name: String, within seconds: Double) async throws -> Duration {
            let record = try await dan.contact(name)
            let start = ContinuousClock.now
            try await dan.run("sync")
            try await Self.wait(seconds, "news of \(name)") {
                try await amina.records().contains(record)
            }
            return ContinuousClock.now - start
        }

        static func wait(
            _ seconds: Double,
            _ what: String,
            _ isThere: () async throws -> Bool
        ) async throws {
            let end = ContinuousClock.now + .seconds(seconds)
            while try await !isThere() {
                guard ContinuousClock.now < end else { throw ProgramFailure("no \(what)") }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Counts how a watch went through a fault: news that did not come are stalled; in the end both
    /// devices have what Dan saved, and the server has it once.
    private func count(
        _ fault: String,
        _ watched: Watched,
        _ act: () async throws -> Int
    ) async throws {
        var (tally, saved) = (Tally(cases: 1, met: 1), 0)
        do {
            saved = try await act()
            tally.saw(stalled: 0)
        } catch {
            tally.saw(stalled: 1)
            tally.words.append("\(error)")
        }
        watched.watch.signal(SIGTERM)
        _ = try await watched.watch.finish()
        let (his, hers) = (try await watched.dan.records(), try await watched.amina.records())
        tally.saw(
            lost: Set(his).subtracting(hers).count,
            duplicated: hers.count - Set(hers).count
        )
        tally = try await tally + watched.world.found(of: max(saved, his.count))
        tally.expectClean(fault, Seed())
    }

    @Test("hears news as they come, and sends what is saved beside it")
    func events() async throws {
        let watched = try await Watched(.calm)
        // Only an event can be as quick as this; a loaded machine may need more than one try.
        var quickest = Duration.seconds(60)
        for number in 1...3 where quickest >= .seconds(8) {
            quickest = min(quickest, try await watched.news("P-1\(number)", within: 60))
        }
        #expect(quickest < .seconds(8))
        let record = try await watched.amina.contact("P-2")
        try await Watched.wait(10, "its own") {
            try await watched.dan.run("sync")
            return try await watched.dan.records().contains(record)
        }
    }

    @Test("asks by itself where a proxy holds back what is not complete")
    func buffered() async throws {
        let watched = try await Watched(Weather(holdsLive: true))
        try await count("watch behind a proxy that buffers", watched) {
            _ = try await watched.news("P-1", within: Self.pollSeconds)
            _ = try await watched.news("P-2", within: Self.pollSeconds)
            #expect(watched.watch.errors.isEmpty)
            return 2
        }
    }

    @Test("comes back by itself when its connections break")
    func broken() async throws {
        let watched = try await Watched(.calm)
        try await count("watch whose connections break", watched) {
            for number in 1...2 {
                watched.world.proxy.breakAll()
                _ = try await watched.news("P-\(number)", within: Self.pollSeconds)
            }
            return 2
        }
    }

    @Test("comes back by itself when the server does, and is calm about it")
    func restarted() async throws {
        let watched = try await Watched(.calm)
        try await count("watch while the server restarts", watched) {
            try await watched.world.town.server.kill()
            try await Watched.wait(40, "word that it waits") {
                watched.watch.errors.contains("trying again")
            }
            try await watched.world.town.server.start()
            _ = try await watched.news("P-1", within: 60)
            let notes = watched.watch.errors.split(separator: "\n")
            #expect(notes.count <= 2, "\(notes)")
            return 1
        }
    }
}
