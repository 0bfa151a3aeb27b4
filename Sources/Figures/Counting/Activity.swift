// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Contacts and people of a period.
///
/// People are distinct after merges, so those of two periods or services are never added up.
package struct Activity: Sendable {
    package private(set) var contacts = 0
    /// With at least one contact in the period.
    package private(set) var people: Set<PersonKey> = []
    /// Whose first enrolment ever, among those counted, began in the period.
    package private(set) var newPeople: Set<PersonKey> = []
    /// Records in the period of which an answer that is needed is disputed.
    package private(set) var leftOut = 0
    /// Records of the period that wait for a decision, as their service was over.
    package let held: Int
    /// Of which the council decided that they count nowhere.
    package let unfunded: Int
    /// Records in the period that came after consent was withdrawn, and are among those left out.
    package private(set) var withheld = 0
    private let period: Period
    /// The counted records, and those that say who of these was recorded twice.
    private var used: [RecordID] = []
    private var behind: Set<RecordID> = []

    package init(_ cases: Cases, in period: Period) {
        self.period = period
        let late = cases.late.filter { period.contains($0.date) }
        held = Set(late.filter { !$0.isDecided }.map(\.record)).count
        unfunded = Set(late.filter(\.isDecided).map(\.record)).count
        count(cases.contacts, cases.merges)
        count(cases.enrolments, cases.merges)
    }

    /// The records from which this was counted, gathered anew each time.
    package var counted: Set<RecordID> { Set(used).union(behind) }

    private mutating func count(_ entries: [Contact], _ merges: Merges) {
        var named: Set<PersonKey> = []
        for index in entries.indices
        where isInPeriod(entries[index].date) && isUsed(entries[index]) {
            contacts += 1
            if let person = entries[index].participant { people.insert(person) }
            if !merges.isEmpty, let name = entries[index].named { named.insert(name) }
        }
        behind.formUnion(merges.records(behind: named))
    }

    private mutating func count(_ entries: [Enrolment], _ merges: Merges) {
        var named: Set<PersonKey> = []
        for index in entries.indices
        where isInPeriod(entries[index].started) && isUsed(entries[index]) {
            if let person = entries[index].participant { newPeople.insert(person) }
            if !merges.isEmpty, let name = entries[index].named { named.insert(name) }
        }
        behind.formUnion(merges.records(behind: named))
        guard !newPeople.isEmpty else { return }
        // Who began anything before is not new.
        for index in entries.indices where !entries[index].isWithheld {
            guard let started = entries[index].started, started < period.first,
                let person = entries[index].participant
            else { continue }
            newPeople.remove(person)
        }
    }

    /// Asked first: most records are of other periods, and are not looked at any further.
    private func isInPeriod(_ date: PlainDate?) -> Bool { date.map(period.contains) ?? false }

    private mutating func isUsed(_ entry: Contact) -> Bool {
        isUsed(
            entry.record,
            entry.date,
            isDisputed: entry.isDisputed,
            isWithheld: entry.isWithheld
        )
    }

    private mutating func isUsed(_ entry: Enrolment) -> Bool {
        !entry.isContinued
            && isUsed(
                entry.record,
                entry.started,
                isDisputed: entry.isStartDisputed,
                isWithheld: entry.isWithheld
            )
    }

    private mutating func isUsed(
        _ record: RecordID,
        _ date: PlainDate?,
        isDisputed: Bool,
        isWithheld: Bool
    ) -> Bool {
        guard let date, period.contains(date) else { return false }
        if isDisputed || isWithheld { leftOut += 1 } else { used.append(record) }
        if isWithheld, !isDisputed { withheld += 1 }
        return !isDisputed && !isWithheld
    }
}
