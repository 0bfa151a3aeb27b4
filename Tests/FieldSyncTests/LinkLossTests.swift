// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import Seeds
import Synchronization
import Testing

@Suite("A sync over a thin link that goes down again and again")
struct LinkLossTests {
    private static let rate = 4_000.0

    /// Records of a kilobyte and a half that nothing makes much smaller.
    private func save(_ count: Int, _ world: SyncWorld, _ dice: inout Seed) throws {
        let form = try #require(FormID("contact"))
        for index in 0..<count {
            let noise = (0..<120).map { _ in String(dice.next(), radix: 36) }.joined()
            let answers: [(String, FieldValue)] = [
                ("participant", .text("p-\(index)")), ("kind", .choice("visit")),
                ("note", .text(String(noise.prefix(1_400)))),
            ]
            var fields: [FieldPath: FieldValue] = [:]
            for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
            _ = try world.store.write { try $0.create(form, fields: fields) }
        }
    }

    /// Syncs until it is done; how often that took.
    private func sync(_ world: SyncWorld, over link: ThinLink) throws -> Int {
        for number in 1...20 {
            do {
                let connect = { (identity: Identity) in
                    Server(
                        transport: link,
                        token: identity.token,
                        retries: Retries(attemptsMax: 4, firstSeconds: 0.000_1)
                    )
                }
                #expect(try SyncLoop(store: world.store, connect: connect).run().digestsAgree)
                return number
            } catch let problem as Problem where problem.code == .offline {}
        }
        throw Problem(.offline, "It never ends.")
    }

    /// Losses that leave hardly time for a piece, and such that leave time for pieces to grow.
    ///
    /// The calm link needs some 90 seconds: two losses and more meet each.
    @Test(
        "carries what a calm one does and seconds more for each loss, stored once",
        arguments: [3.0...20.0, 30.0...40.0]
    )
    func losses(_ gap: ClosedRange<Double>) throws {
        var dice = Seed()
        let (calmWorld, world) = (try SyncWorld(), try SyncWorld())
        try save(100, calmWorld, &dice)
        try save(100, world, &dice)
        let calm = link(calmWorld, losses: [])
        #expect(try sync(calmWorld, over: calm) == 1)
        #expect(calm.seconds > 88, "\(dice.again): \(calm.seconds)")
        var times: [Double] = []
        for _ in 0..<50 { times.append((times.last ?? 0) + 3 + .random(in: gap, using: &dice)) }
        let thin = link(world, losses: times)
        let syncs = try sync(world, over: thin)
        let most = thin.wasted.max() ?? 0
        #expect(thin.wasted.count >= 2, "\(dice.again)")
        // Half more than a piece should take: nothing is known of the link at first, and what can
        // be packed is not known before it is.
        #expect(most <= 12 * Self.rate, "\(dice.again): \(most) bytes at one loss")
        let wasted = thin.wasted.reduce(0, +)
        #expect(thin.carried <= 1.5 * calm.carried + wasted, "\(dice.again): \(calm.carried)")
        #expect(syncs <= 4, "\(dice.again)")
        #expect(
            world.log.count == 100 && world.log.map(\.counter) == Array(1...100),
            "\(dice.again)"
        )
        #expect(try world.status().stored == 100 && world.records().count == 100, "\(dice.again)")
    }

    private func link(_ world: SyncWorld, losses: [Double]) -> ThinLink {
        ThinLink(to: world.council, token: "first", bytesPerSecond: Self.rate, losses: losses)
    }

    @Test("pages are asked for as large as the link can carry")
    func pages() throws {
        let world = try SyncWorld()
        var dice = Seed()
        try save(60, world, &dice)
        let fast = ThinLink(
            to: world.council,
            token: "first",
            bytesPerSecond: 10_000_000,
            losses: []
        )
        _ = try sync(world, over: fast)
        try world.store.write { try $0.forgetCursor() }
        world.council.state.withLock { $0.pagesAskedFor = [] }
        _ = try sync(world, over: link(world, losses: []))
        let asked = world.council.state.withLock { $0.pagesAskedFor }
        #expect(asked.first == 16)
        #expect(asked.dropFirst().allSatisfy { (8...24).contains($0) }, "\(dice.again): \(asked)")
    }
}

extension Seed {
    /// How to have the same numbers again.
    fileprivate var again: String { "\(self) swift test --filter LinkLossTests" }
}
