// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Work that is dated after the end of its service is set apart.
///
/// In place, and only what may be concerned: of hundreds of thousands of records a copy costs more
/// than all that is asked of them.
extension Cases {
    mutating func sift(_ sifting: LateSifting) {
        siftEnrolments(sifting)
        siftContacts(sifting)
        siftOutcomes(sifting)
    }

    private mutating func siftEnrolments(_ sifting: LateSifting) {
        var (gone, after) = ([Int](), [Int: Enrolment]())
        for index in enrolments.indices where sifting.mayConcern(enrolments[index]) {
            let (kept, late) = sifting.sifted(enrolments[index])
            if let late { self.late.append(late) }
            guard let first = kept.first else {
                gone.append(index)
                continue
            }
            enrolments[index] = first
            after[index] = kept.dropFirst().first
        }
        if !after.isEmpty {
            // Each stays where it was, and its second part follows it.
            let left = Set(gone)
            enrolments = enrolments.indices.filter { !left.contains($0) }.flatMap { index in
                [enrolments[index], after[index]].compactMap(\.self)
            }
        } else {
            enrolments.removeAll(at: gone)
        }
    }

    private mutating func siftContacts(_ sifting: LateSifting) {
        var gone: [Int] = []
        for index in contacts.indices where sifting.mayConcern(contacts[index]) {
            let contact = contacts[index]
            guard let date = contact.date else { continue }
            let verdict = sifting.verdict(
                on: contact.participant,
                date,
                entered: contact.record.madeOn
            )
            if note(verdict, contact.record, "contact", of: contact.participant, date) {
                gone.append(index)
            } else {
                contacts[index].notFor = verdict.notFor
            }
        }
        contacts.removeAll(at: gone)
    }

    private mutating func siftOutcomes(_ sifting: LateSifting) {
        var gone: [Int] = []
        for index in outcomes.indices where sifting.mayConcern(outcomes[index]) {
            if let kept = sifted(outcomes[index], sifting) {
                outcomes[index] = kept
            } else {
                gone.append(index)
            }
        }
        outcomes.removeAll(at: gone)
    }

    /// Nil for one that is late as a whole.
    private mutating func sifted(_ outcome: Outcome, _ sifting: LateSifting) -> Outcome? {
        guard let taken = outcome.taken else { return outcome }
        let (record, person) = (outcome.record, outcome.participant)
        let verdict = sifting.verdict(on: person, taken, entered: record.madeOn)
        if note(verdict, record, "outcome", of: person, taken) { return nil }
        let verdictOf = { (followUp: Outcome.FollowUp) in
            sifting.verdict(
                on: person,
                followUp.date,
                entered: followUp.madeOn ?? record.madeOn
            )
        }
        var (kept, dropped) = outcome.dropping { verdictOf($0).late != nil }
        if let dropped {
            _ = note(verdictOf(dropped), record, "outcome", of: person, dropped.date)
        }
        kept.notFor = verdict.notFor
        return kept
    }

    /// - Returns: True where the work is late.
    private mutating func note(
        _ verdict: LateSifting.Verdict,
        _ record: RecordID,
        _ form: String,
        of person: PersonKey?,
        _ date: PlainDate
    ) -> Bool {
        guard let (service, isDecided) = verdict.late else { return false }
        late.append(
            LateWork(
                record: record,
                form: form,
                participant: person,
                date: date,
                service: service,
                isDecided: isDecided
            )
        )
        return true
    }
}

extension Array {
    /// Moves what stays together; `gone` is in ascending order.
    fileprivate mutating func removeAll(at gone: [Int]) {
        guard var kept = gone.first else { return }
        var next = 0
        withUnsafeMutableBufferPointer { items in
            for index in kept..<items.count {
                if next < gone.count, gone[next] == index {
                    next += 1
                    continue
                }
                items.swapAt(kept, index)
                kept += 1
            }
        }
        removeLast(count - kept)
    }
}
