// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// When people were in one service: what was done on other days is no work of it.
struct ServiceStays {
    private let stays: [PersonKey: [Enrolment]]
    /// The last day of the service; nil for one that goes on.
    private let ends: PlainDate?

    /// Of enrolments in the service; those that are disputed or withheld say nothing.
    init(_ enrolments: [Enrolment], serviceEnds ends: PlainDate?) {
        self.ends = ends
        stays = Dictionary(grouping: enrolments.filter { !$0.isLeftOut }) {
            $0.participant ?? .words("")
        }
    }

    /// What is disputed is kept, to be counted as left out.
    func take(_ contact: Contact) -> Bool {
        guard let date = contact.date, !contact.isLeftOut else { return true }
        return cover(contact.participant, date)
    }

    /// The outcome with the follow-ups of the service; nil where its baseline was taken elsewhere.
    func part(of outcome: Outcome) -> Outcome? {
        guard let taken = outcome.taken, !outcome.isLeftOut else { return outcome }
        guard cover(outcome.participant, taken) || isContinued(outcome.participant, taken) else {
            return nil
        }
        return outcome.dropping { !cover(outcome.participant, $0.date) }.outcome
    }

    private func cover(_ person: PersonKey?, _ day: PlainDate) -> Bool {
        of(person).contains { stay in
            guard let started = stay.started, started <= day else { return false }
            // Who left when the service ended was in it to the last.
            return stay.ended.map { $0 >= day || $0 >= ends ?? day } ?? true
        }
    }

    /// Where the council moved a person's work here, the baseline of it came along.
    private func isContinued(_ person: PersonKey?, _ day: PlainDate) -> Bool {
        of(person).contains { stay in stay.isContinued && stay.started.map { day < $0 } ?? false }
    }

    private func of(_ person: PersonKey?) -> [Enrolment] { person.flatMap { stays[$0] } ?? [] }
}
