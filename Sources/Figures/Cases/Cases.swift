// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an organisation recorded about people, as all figures need it.
///
/// Records come with each field under the name that it had first. A person who was recorded twice
/// and merged later is one: every participant here is already the survivor.
///
/// Services, and what a council decided about them, may stand among the records: what is dated
/// after the end of its service is set apart here, once for all figures.
package struct Cases: Sendable {
    package internal(set) var participants: [Participant]
    package internal(set) var enrolments: [Enrolment]
    package internal(set) var contacts: [Contact]
    package internal(set) var outcomes: [Outcome]
    package let merges: Merges
    private let names: ServiceNames
    /// What is dated after the end of its service, and stands in none of the above.
    package internal(set) var late: [LateWork] = []
    package let withdrawals: Withdrawals
    /// Those that any enrolment names, whatever part of the cases this is.
    package private(set) var serviceNames: Set<String> = []
    /// With those of which nobody was in any yet, and "" for what is in none.
    package private(set) var allServices: Set<String> = [""]
    /// The last day of each service that has one, by identifier.
    private let ends: [String: PlainDate]

    package init(_ records: [Record]) { self.init(CaseEntries(records)) }

    package init(_ entries: CaseEntries) {
        merges = Merges(entries.people)
        withdrawals = Withdrawals(entries.people, keeping: entries.exceptions, merges)
        names = ServiceNames(entries.services)
        participants = entries.people.map(\.participant)
        (enrolments, contacts) = (entries.enrolments, entries.contacts)
        outcomes = entries.outcomes
        let terms = ServiceTerm.all(services: entries.services, decisions: entries.decisions)
        ends = terms.mapValues(\.ends)
        settle()
        if !terms.isEmpty { sift(LateSifting(terms, enrolments)) }
        for index in enrolments.indices {
            guard let service = enrolments[index].service else { continue }
            serviceNames.insert(service)
        }
        allServices.formUnion(serviceNames)
        allServices.formUnion(entries.services.map(\.id.description))
    }

    /// In place, and only where somebody was recorded twice or withdrew their consent: of many
    /// thousands a copy costs as much as all that is done with it.
    private mutating func settle() {
        for index in enrolments.indices { enrolments[index].settle(merges, names, withdrawals) }
        guard !merges.isEmpty || !withdrawals.isEmpty else { return }
        participants.removeAll { [merges] in !merges.isSurvivor($0.id) }
        for index in contacts.indices { contacts[index].settle(merges, withdrawals) }
        for index in outcomes.indices { outcomes[index].settle(merges, withdrawals) }
    }

    /// What belongs to people who were enrolled in a service at some time in the period, of days on
    /// which they were in it.
    ///
    /// The service is meant by its identifier or by its name, whichever of both an enrolment has;
    /// one record may serve the returns of several services. An enrolment whose service, person or
    /// days are disputed, or which came after consent was withdrawn, selects nobody.
    package func of(service said: String, in period: Period) -> Cases {
        var cases = self
        let service = names.identifier(of: said)
        cases.enrolments = enrolments.filter { $0.service == service }
        let people = Set(
            cases.enrolments.filter { $0.overlaps(period) && !$0.isLeftOut }
                .compactMap(\.participant)
        )
        cases.participants = participants.filter { people.contains($0.id) }
        let isTheirs = { (person: PersonKey?) in person.map(people.contains) ?? false }
        let stays = ServiceStays(cases.enrolments, serviceEnds: ends[service])
        cases.contacts = contacts.filter {
            isTheirs($0.participant) && !$0.notFor.contains(service) && stays.take($0)
        }
        cases.outcomes = outcomes.filter {
            isTheirs($0.participant) && !$0.notFor.contains(service)
        }.compactMap { stays.part(of: $0) }
        cases.late = late.filter { $0.service == service }
        return cases
    }
}
