// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What people and devices were promised in a history, to be held against what became of it, and
/// what happened meanwhile.
final class Ledger {
    var tally = Tally()
    /// Changes that a person was told are saved.
    private(set) var saved: Set<ChangeID> = []
    /// Changes that a device was told are stored, with the receipt.
    private(set) var acknowledged: [ChangeID: Receipt] = [:]
    /// Changes that a device was told are held.
    private(set) var held: Set<ChangeID> = []
    /// Codes of the refusals that devices were told of.
    private(set) var refusals: [String: Int] = [:]
    /// Receipts that differ from the first one given for the same change.
    private(set) var contradictions: [ChangeID] = []

    func save(_ change: ChangeID?) { if let change { saved.insert(change) } }

    /// Takes back what went with a disk that was put back from a copy.
    func lose(_ changes: Set<ChangeID>) { saved.subtract(changes) }

    func struck(_ fault: Fault) {
        tally.faults[fault.rawValue, default: 0] += 1
        tally.events += 1
    }

    /// Something was looked at, in the name of an invariant.
    func check(_ invariant: Invariant, _ count: Int = 1) {
        tally.checks[invariant.rawValue, default: 0] += count
    }

    func acknowledge(_ answer: PushAnswer) {
        for outcome in answer.outcomes {
            switch outcome.result {
            case .stored(let receipt):
                if let first = acknowledged[outcome.change], first != receipt {
                    contradictions.append(outcome.change)
                }
                acknowledged[outcome.change] = receipt
            case .refused(let problem): refusals[problem.code.text, default: 0] += 1
            case .held: held.insert(outcome.change)
            }
        }
    }
}
