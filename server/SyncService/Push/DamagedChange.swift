// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension ChangeJudge {
    /// What becomes of a change whose record is damaged, and lost to the server's log as well: it
    /// waits, as after a restore, which is what brings the record back.
    ///
    /// What does not hold together by itself is refused, and so is what comes when much waits
    /// already; the device keeps either.
    func resultUponDamage(
        of change: Change,
        by actor: Actor
    ) throws -> (PushOutcome.Result, held: Change?) {
        let why = Problem.damaged(since: now)
        guard change.author == actor.person, (try? checkShape(change)) != nil else {
            return (.refused(problem: why), nil)
        }
        guard try reader.awaitingCount(change.device) < Limits.deviceAwaitingMax else {
            return (.refused(problem: Awaiting.full), nil)
        }
        return (.held(why: why), change)
    }
}

extension Problem {
    static func damaged(since now: Instant) -> Self {
        Self(
            .changeAwaiting,
            "The server's copy of what this was made upon is damaged. It keeps this, and takes it"
                + " when its administrator has put the copy right; nothing is lost. Tell them.",
            details: ["since": .string(now.description), "isDamaged": true]
        )
    }
}
