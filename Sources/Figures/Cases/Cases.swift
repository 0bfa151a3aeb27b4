// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an organisation recorded about people, as all figures need it.
///
/// Records come with each field under the name that it had first. A person who was recorded twice
/// and merged later is one: every participant here is already the survivor.
package struct Cases: Sendable {
    package internal(set) var participants: [Participant]
    package internal(set) var enrolments: [Enrolment]
    package internal(set) var contacts: [Contact]
    package internal(set) var outcomes: [Outcome]
    package let merges: Merges

    package init(_ records: [Record]) {
        let byForm = Dictionary(grouping: records.filter { !$0.isDeleted }, by: \.form.text)
        let people = byForm["participant"] ?? []
        let merges = Merges(people)
        self.merges = merges
        participants = people.map(Participant.init).filter { merges.isSurvivor($0.id) }
        enrolments = (byForm["enrolment"] ?? []).map { Enrolment($0, merges) }
        contacts = (byForm["contact"] ?? []).map { Contact($0, merges) }
        outcomes = (byForm["outcome"] ?? []).map { Outcome($0, merges) }
    }

    /// What belongs to people who were enrolled in a service at some time in the period.
    ///
    /// One record may serve the returns of several services. An enrolment whose service, person or
    /// days are disputed selects nobody.
    package func of(service: String, in period: Period) -> Cases {
        var cases = self
        cases.enrolments = enrolments.filter { $0.service == service }
        let people = Set(
            cases.enrolments.filter { $0.overlaps(period) && !$0.isDisputed }
                .compactMap(\.participant)
        )
        cases.participants = participants.filter { people.contains($0.id) }
        let isTheirs = { (person: String?) in person.map(people.contains) ?? false }
        cases.contacts = contacts.filter { isTheirs($0.participant) }
        cases.outcomes = outcomes.filter { isTheirs($0.participant) }
        return cases
    }
}
