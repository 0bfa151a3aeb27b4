// SPDX-License-Identifier: Apache-2.0

import Simulation
import Testing

@Suite("Hostile histories end well")
struct ConvergenceTests {
    @Test("no invariant is broken")
    func histories() throws {
        let simulation = try Simulation()
        for seed in 0..<UInt64(20) {
            if let violation = simulation.violation(of: Plan(seed: seed, steps: 120)) {
                Issue.record("SEED=\(seed): \(violation)")
                return
            }
        }
    }
}
