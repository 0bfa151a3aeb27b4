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
    func lose(_ changes: Set<ChangeID>) {
        saved.subtract(changes)
        for change in changes {
            guard let record = lost[change]?.first?.record else { continue }
            gone(change, of: record)
        }
    }

    /// A sequence of a change that the server lost when it was restored.
    struct Lost {
        let record: RecordID?
        let sequence: Sequence64?
        /// The device that made it had the receipt, and is to send it again.
        let isSent: Bool
    }

    private(set) var lost: [ChangeID: [Lost]] = [:]
    /// Acknowledged, lost by the server, and owed by the device that made it.
    private(set) var returning: Set<ChangeID> = []
    /// Records of which something is neither at the server nor on the device that made it.
    private(set) var goneRecords: Set<RecordID> = []
    private(set) var goneCount = 0

    func lostByServer(_ change: ChangeID, _ known: KnownChange, isHeard: Bool, isSent: Bool) {
        if acknowledged.removeValue(forKey: change) != nil, isHeard { returning.insert(change) }
        held.remove(change)
        lost[change, default: []].append(
            Lost(record: known.record, sequence: known.sequence, isSent: isSent)
        )
    }

    /// Lost with a server that went back, and with the disk or the right of the device that made
    /// it: no program can bring that back.
    func gone(_ change: ChangeID, of record: RecordID?) {
        saved.remove(change)
        returning.remove(change)
        held.remove(change)
        acknowledged[change] = nil
        goneCount += 1
        if let record { goneRecords.insert(record) }
    }

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
