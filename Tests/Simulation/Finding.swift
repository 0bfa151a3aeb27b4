// SPDX-License-Identifier: Apache-2.0

import FaultTable

/// A history that broke something, with all that is needed to see it again.
package struct Finding: Sendable {
    package let violation: Violation
    private let plan: Plan
    private let least: Plan
    private let restores: Restores

    /// `least` is the part of the plan that still breaks the same.
    package init(_ violation: Violation, in plan: Plan, least: Plan, restores: Restores) {
        (self.violation, self.plan, self.least) = (violation, plan, least)
        self.restores = restores
    }

    package var seed: UInt64 { plan.seed }
    package var trace: [String] { least.actions.map { "device \($0.device): \($0.kind.rawValue)" } }

    /// The lines for whoever is to replay it.
    package func lines(atCommit commit: String) -> [String] {
        let isAlways = restores == .always
        return [
            "SEED=\(seed) at commit \(commit) breaks \(violation)",
            "the least that still does, \(least.devices) devices, \(least.flavour),"
                + " \(least.faultsPerHundred) faults in 100 requests:",
        ] + trace.map { "  " + $0 } + [
            "replay: scripts/simulate --seed \(seed) --steps \(plan.actions.count)"
                + (isAlways ? " --restores" : ""),
            "or: \(isAlways ? "RESTORES=always " : "")SEED=\(seed)"
                + " swift test --filter ConvergenceTests",
        ]
    }
}

extension Violation {
    /// A line of the fault table.
    ///
    /// What a violation means for its columns follows from its invariant.
    package static func addToFaultTable(_ fault: String, cases: Int, broken: Violation?) {
        let found = { (invariants: [Invariant]) -> Int in
            guard let broken else { return 0 }
            return broken.invariant.map { invariants.contains($0) } ?? true ? 1 : 0
        }
        FaultTable.add(
            fault: fault,
            cases: cases,
            lost: found([.kept, .converged, .seen, .disputed, .inScope, .erased]),
            duplicated: found([.once]),
            torn: found([.chain, .gapless, .workflow]),
            stalled: found([.live, .bounded])
        )
    }
}
