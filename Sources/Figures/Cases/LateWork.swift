// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A record of work that is dated after the end of the service it was for: kept, and in no figure.
package struct LateWork: Hashable, Sendable {
    package let record: RecordID
    package let form: String
    /// As whom the person counts.
    package let participant: PersonKey?
    package let date: PlainDate
    package let service: String
    /// False where it waits for the council to decide.
    package let isDecided: Bool
}

/// Finds what each service would be told of work that was done on a day.
struct LateSifting {
    private let terms: [String: ServiceTerm]
    /// Of people who were in a service that has an end: of others there is nothing to say.
    private let stays: [PersonKey: [Enrolment]]
    private let firstEnd: PlainDate?
    private let hasMoves: Bool

    init(_ terms: [String: ServiceTerm], _ enrolments: [Enrolment]) {
        self.terms = terms
        firstEnd = terms.values.map(\.ends).min()
        hasMoves = terms.values.contains { term in
            if case .moved? = term.decision { true } else { false }
        }
        var concerned: Set<PersonKey> = []
        for index in enrolments.indices {
            guard let service = enrolments[index].service, terms[service] != nil,
                let person = enrolments[index].participant
            else { continue }
            concerned.insert(person)
        }
        stays = Dictionary(
            grouping: enrolments.indices.lazy.filter { index in
                !enrolments[index].isDisputed
                    && enrolments[index].participant.map(concerned.contains) ?? false
            }.map { enrolments[$0] },
            by: { $0.participant ?? .words("") }
        )
    }

    /// False for a day that no service's end can say anything of, which are most.
    private func mayConcern(_ day: PlainDate?) -> Bool {
        guard let day, let firstEnd else { return false }
        return hasMoves || day > firstEnd
    }

    /// True for who was in a service that has an end.
    private func mayConcern(_ person: PersonKey?) -> Bool {
        person.map { stays[$0] != nil } ?? false
    }

    func mayConcern(_ enrolment: Enrolment) -> Bool {
        enrolment.service.map { terms[$0] != nil } ?? false
    }

    func mayConcern(_ contact: Contact) -> Bool {
        mayConcern(contact.date) && !contact.isDisputed && mayConcern(contact.participant)
    }

    func mayConcern(_ outcome: Outcome) -> Bool {
        outcome.taken != nil && !outcome.isDisputed
            && (mayConcern(outcome.taken) || outcome.followUps.contains { mayConcern($0.date) })
            && mayConcern(outcome.participant)
    }

    /// How a record about a person stands, and the services that it is no work for.
    struct Verdict {
        var late: (service: String, isDecided: Bool)?
        var notFor: Set<String> = []
    }

    /// Work counts where any service that the person was in on that day takes it.
    func verdict(on person: PersonKey?, _ day: PlainDate, entered: PlainDate?) -> Verdict {
        var verdict = Verdict()
        guard let person, mayConcern(day), let stays = stays[person] else { return verdict }
        var (isTaken, late) = (false, [(service: String, isDecided: Bool)]())
        for stay in stays {
            guard let service = stay.service, let started = stay.started, started <= day else {
                continue
            }
            let term = terms[service]
            let standing = term?.standing(of: day, entered: entered) ?? .counted
            if standing != .counted { verdict.notFor.insert(service) }
            if let other = untouched(term, day, stays) { verdict.notFor.insert(other) }
            // Who left when the service ended was in it to the last.
            let isOver = stay.ended.map { $0 < day && $0 < term?.ends ?? day } ?? false
            guard !isOver else { continue }
            switch standing {
            case .moved(let other) where terms[other]?.standing(of: day, entered: entered) == .held:
                late.append((other, false))
            case .counted, .moved: isTaken = true
            case .held: late.append((service, false))
            case .unfunded: late.append((service, true))
            }
        }
        // What waits somewhere is not decided yet.
        if !isTaken { verdict.late = late.first { !$0.isDecided } ?? late.first }
        return verdict
    }

    /// The service that only work after the end of this one was moved to.
    private func untouched(
        _ term: ServiceTerm?,
        _ day: PlainDate,
        _ stays: [Enrolment]
    ) -> String? {
        guard let term, day <= term.ends, case .moved(let other)? = term.decision,
            !stays.contains(where: { $0.service == other })
        else { return nil }
        return other
    }

    /// An enrolment as the figures take it: as it is, in another service, or not at all.
    func sifted(_ enrolment: Enrolment) -> (kept: [Enrolment], late: LateWork?) {
        guard let service = enrolment.service, let term = terms[service],
            let started = enrolment.started, !enrolment.isDisputed
        else { return ([enrolment], nil) }
        let work = { (isDecided: Bool) in
            LateWork(
                record: enrolment.record,
                form: "enrolment",
                participant: enrolment.participant,
                date: started,
                service: service,
                isDecided: isDecided
            )
        }
        switch term.standing(of: started, entered: enrolment.record.madeOn) {
        case .held: return ([], work(false))
        case .unfunded: return ([], work(true))
        case .moved(let other): return ([enrolment.moved(to: other, from: nil)], nil)
        case .counted: break
        }
        guard case .moved(let other)? = term.decision,
            enrolment.ended.map({ $0 > term.ends }) ?? true
        else { return ([enrolment], nil) }
        let after = enrolment.moved(to: other, from: term.ends.adding(days: 1))
        return ([enrolment.until(term.ends), after], nil)
    }
}

extension RecordID {
    /// The day on which it was made; nil for one that does not say.
    package var madeOn: PlainDate? { madeAt?.englishDate }
}
