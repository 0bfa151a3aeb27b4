// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@Suite("What must happen in a row to mean anything")
struct SceneTests {
    /// Few people, so that what is done twice is often done to one device.
    @Test(
        "ends well, whoever takes part",
        arguments: [
            [Action.Kind.workOnCopy, .revokeDevice, .edit], [.edit, .revokeDevice, .erase],
            [.revokeDevice, .edit, .revokeDevice], [.copyDisk, .revokeDevice, .restoreDisk],
        ]
    )
    func scene(_ kinds: [Action.Kind]) throws {
        let simulation = try Simulation()
        for seed in UInt64(0)..<30 {
            let plan = Plan(seed: seed, restores: .never).playing(
                [.edit, .sync, .sync] + kinds + [.sync] + kinds + [.sync, .edit]
            )
            let violation = simulation.violation(of: plan)
            #expect(violation == nil, "seed \(seed): \(violation?.description ?? "")")
        }
    }
}
