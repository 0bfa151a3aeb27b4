// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulation

/// What a campaign found, as tables, as JSON, and as lines of the fault table.
struct Report {
    let outcome: Campaign.Outcome
    let commit: String
    let campaign: Campaign

    private var steps: Int { campaign.steps }
    private var tally: Tally { outcome.tally }

    /// Few histories need not meet everything.
    private var shortfalls: [String] { tally.histories >= 1_000 ? tally.shortfalls : [] }

    var isGood: Bool { outcome.failure == nil && shortfalls.isEmpty }

    var text: String {
        var lines = ["fault                                                  struck"]
        for fault in Fault.allCases {
            lines.append(row(fault.rawValue, 50, tally.count(fault)))
        }
        lines +=
            [
                "",
                "invariant                                                                  checks",
            ]
            + ["    violations"]
        lines = lines.dropLast(2) + [lines.suffix(2).joined()]
        for invariant in Invariant.allCases {
            let name = "\(invariant.rawValue.padding(3)) \(invariant.words)"
            let violations = outcome.failure?.violation.invariant == invariant ? 1 : 0
            lines.append(row(name, 70, tally.checks(of: invariant)) + "\(violations)".leading(14))
        }
        lines += ["", summary]
        lines += shortfalls.map { "too harmless: \($0)" }
        if let failure = outcome.failure { lines += [""] + failure.lines(atCommit: commit) }
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        let refusals = tally.refusals.values.reduce(0, +)
        let events = tally.histories == 0 ? 0 : tally.events / tally.histories
        return "\(tally.histories) histories of \(events) events on average, "
            + "\(tally.changes) changes stored, \(tally.conflicts) conflicts, "
            + "\(tally.resolutions) resolutions, \(refusals) refused, \(tally.held) held, "
            + "\(tally.approvals) returns approved; commit \(commit)"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let failure = outcome.failure.map {
            Document.Failure(
                seed: $0.seed,
                violation: $0.violation.description,
                trace: $0.trace
            )
        }
        let document = Document(
            commit: commit,
            steps: steps,
            tally: tally,
            failure: failure,
            tooHarmless: shortfalls
        )
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private struct Document: Encodable {
        struct Failure: Encodable {
            let seed: UInt64
            let violation: String
            let trace: [String]
        }

        let commit: String
        let steps: Int
        let tally: Tally
        let failure: Failure?
        let tooHarmless: [String]
    }

    /// A line a kind of fault.
    func addToFaultTable() {
        for fault in Fault.allCases where tally.count(fault) > 0 {
            Violation.addToFaultTable(
                "simulated: \(fault.rawValue)",
                cases: tally.count(fault),
                broken: outcome.failure?.violation
            )
        }
    }

    private func row(_ name: String, _ width: Int, _ count: Int) -> String {
        name.padding(width) + "\(count)".leading(11)
    }
}

extension String {
    func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
    func leading(_ width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
