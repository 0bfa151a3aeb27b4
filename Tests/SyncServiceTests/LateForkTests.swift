// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("A new identity that a restored server is asked for")
struct LateForkTests {
    private func fork(_ pen: Pen, answered: Int64?) async throws -> Problem? {
        var random = SystemRandomNumberGenerator()
        let request = ForkRequest(
            device: DeviceID.make(at: World.start, using: &random),
            deviceName: "copy",
            answered: answered
        )
        let id = pen.device
        do {
            _ = try await pen.world.storage.write { writer in
                let device = try #require(try writer.device(id))
                return try writer.fork(request, of: device, now: World.start)
            }
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test("is not given upon answers that were lost: nobody would send those again")
    func lost() async throws {
        let before = try await Restorable()
        try await before.amina.store(before.amina.contact("kept"))
        let copy = try await before.copy()
        try await before.amina.store(before.amina.contact("lost"))
        #expect(try await fork(before.amina, answered: 2) == nil)

        let after = try await before.restore(copy)
        let refused = try await fork(after.amina, answered: 2)
        #expect(refused?.code == .changeGap)
        #expect(refused?.details?["expected"] == .integer(2))
        #expect(try await fork(after.amina, answered: 1) == nil)
        // A program that does not say is believed, as before.
        #expect(try await fork(after.amina, answered: nil) == nil)
        for odd in [Int64.min, 0, -1] {
            #expect(try await fork(after.amina, answered: odd) == nil)
        }
        #expect(try await fork(after.amina, answered: .max)?.code == .changeGap)
    }
}
