// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@Suite("What once broke where a server went back")
struct RestoredSceneTests {
    @Test(
        "ends well, whoever takes part",
        arguments: [
            Action.Kind.lostUnseen, .rivalDecision, .decisionOverwritten, .lateIdentity,
            .administratorSettles,
        ]
    )
    func scene(_ kind: Action.Kind) throws {
        let simulation = try Simulation()
        for seed in UInt64(0)..<12 {
            // Twice, as what is sent again may be lost again; rights may be gone meanwhile.
            let plan = Plan(seed: seed, restores: .always).playing(
                [.edit, .delete, .edit, .sync, .sync, kind, .restoreInPeace]
                    + [.withdrawGrant, kind, .restoreServer, kind, .restoreInPeace]
            )
            let violation = simulation.violation(of: plan)
            #expect(violation == nil, "seed \(seed): \(violation?.description ?? "")")
        }
    }
}
