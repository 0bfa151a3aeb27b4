// SPDX-License-Identifier: Apache-2.0

import FieldModel

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
                case .approve(let content, _):
                    isApproved = true
                    guard content == submitted, content == reviewed?.content,
                        content == accepted?.content, author != reviewed?.by, author != accepted?.by
                    else { throw Violation(.workflow, "\(record) was approved unseen") }
                case .complete, .answer, .withdraw, .askReopen, .void, .force: break
                }
            }
        }
    }
}
