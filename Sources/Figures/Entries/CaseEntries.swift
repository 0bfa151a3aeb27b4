// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What figures read of each record by itself, in the order of the records.
///
/// Records come with each field under the name that it had first; deleted ones are left out. All
/// that follows from several records (`Cases`) is made from these alone.
package struct CaseEntries: Hashable, Sendable {
    private(set) var people: [PersonEntry] = []
    private(set) var enrolments: [Enrolment] = []
    private(set) var contacts: [Contact] = []
    private(set) var outcomes: [Outcome] = []
    /// Few, and as they are: services, and what was decided about late work and about consent.
    package private(set) var services: [Record] = []
    private(set) var decisions: [Record] = []
    private(set) var exceptions: [Record] = []

    package init() {}

    package init(_ records: [Record]) {
        for record in records { add(record) }
    }

    /// Those of several places together.
    package init(joining parts: [CaseEntries]) {
        self = parts.first ?? CaseEntries()
        guard parts.count > 1 else { return }
        for part in parts.dropFirst() { add(part) }
        sort()
    }

    /// Records of other forms say nothing here.
    package mutating func add(_ record: Record) {
        guard !record.isDeleted else { return }
        if let entry = CaseEntry(record) { return add(entry) }
        switch record.form.text {
        case "service": services.append(record)
        case "late_work": decisions.append(record)
        case "consent_exception": exceptions.append(record)
        default: break
        }
    }

    package mutating func add(_ entry: consuming CaseEntry) {
        switch entry {
        case .person(let entry): people.append(entry)
        case .enrolment(let entry): enrolments.append(entry)
        case .contact(let entry): contacts.append(entry)
        case .outcome(let entry): outcomes.append(entry)
        }
    }

    private mutating func add(_ other: CaseEntries) {
        people.add(other.people)
        enrolments.add(other.enrolments)
        contacts.add(other.contacts)
        outcomes.add(other.outcomes)
        services.add(other.services)
        decisions.add(other.decisions)
        exceptions.add(other.exceptions)
    }

    /// By record, in whatever order they were added.
    package mutating func sort() {
        people.sortUnlessSorted { $0.participant.record < $1.participant.record }
        enrolments.sortUnlessSorted { $0.record < $1.record }
        contacts.sortUnlessSorted { $0.record < $1.record }
        outcomes.sortUnlessSorted { $0.record < $1.record }
        services.sortUnlessSorted { $0.id < $1.id }
        decisions.sortUnlessSorted { $0.id < $1.id }
        exceptions.sortUnlessSorted { $0.id < $1.id }
    }

    package var isWithoutRecords: Bool {
        people.isEmpty && enrolments.isEmpty && contacts.isEmpty && outcomes.isEmpty
            && services.isEmpty && decisions.isEmpty && exceptions.isEmpty
    }

    /// True where an enrolment names a service by these very words.
    package func hasEnrolment(naming service: String) -> Bool {
        enrolments.contains { $0.service == service }
    }
}

extension Array {
    /// Without a copy of so many where there is nothing to add.
    fileprivate mutating func add(_ others: [Element]) {
        if isEmpty { self = others } else if !others.isEmpty { self += others }
    }

    fileprivate mutating func sortUnlessSorted(_ isBefore: (Element, Element) -> Bool) {
        for index in indices.dropFirst() where isBefore(self[index], self[index - 1]) {
            return sort(by: isBefore)
        }
    }
}
