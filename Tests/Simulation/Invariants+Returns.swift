// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

extension Invariants {
    /// I7: a return moves only as the workflow allows, and what was approved is what was reviewed
    /// and what was last submitted, by somebody who did neither.
    func returns(_ logs: Logs) throws {
        for (record, moves) in logs.moves {
            var submitted: Hash?
            var reviewed: (content: Hash, by: PersonID)?
            var accepted: (content: Hash, by: PersonID)?
            var isApproved = false
            for (move, author) in moves {
                ledger.check(.workflow)
                let afterwards: [ReturnMove.Name] = [.publish, .endorse, .askReopen, .reopen]
                guard !isApproved || afterwards.contains(move.name) else {
                    throw Violation(.workflow, "\(record) moved after it was approved")
                }
                switch move {
                case .prepare: (reviewed, accepted) = (nil, nil)
                case .submit(let revision):
                    submitted = try revision.contentHash()
                    (reviewed, accepted) = (nil, nil)
                case .review(let content): reviewed = (content, author)
                case .accept(let content): accepted = (content, author)
                case .reopen: (isApproved, reviewed, accepted) = (false, nil, nil)
                case .publish(let content), .endorse(let content), .query(let content, _, _),
                    .giveBack(let content, _):
                    guard content == submitted else {
                        throw Violation(.workflow, "\(record) was decided about unseen")
                    }
                case .approve(let content, _, _):
                    let isLawful =
                        content == submitted && content == reviewed?.content
                        && content == accepted?.content && author != reviewed?.by
                        && author != accepted?.by
                    // What it was upon is gone for good, and without that it approves nothing.
                    if !isLawful, ledger.goneRecords.contains(record) { continue }
                    guard isLawful else { throw unseen(record, moves) }
                    isApproved = true
                case .complete, .answer, .withdraw, .askReopen, .void, .force: break
                }
            }
            if !isApproved { try mustNotShowApproved(record) }
        }
    }

    /// What shows as approved was approved.
    private func mustNotShowApproved(_ record: RecordID) throws {
        let state = try world.server.storage.readNow { try $0.record(record)?.state }
        guard let state else { return }
        let shown = ReturnProgress(state).state
        guard shown != .approved, shown != .published else {
            throw Violation(.workflow, "\(record) shows as approved, and nobody approved it")
        }
    }

    private func unseen(_ record: RecordID, _ moves: [(ReturnMove, PersonID)]) -> Violation {
        let way = moves.map { move, author in "\(move.name.rawValue) by \("\(author)".suffix(4))" }
        return Violation(
            .workflow,
            "\(record) was approved unseen: \(way.joined(separator: ", "))"
        )
    }
}
