// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A person whom a service helps.
package struct Participant: Sendable {
    package let record: RecordID
    package let id: String
    package let born: PlainDate?
    /// The code of the LSOA; nil where none was recorded, or two people recorded different ones.
    package let neighbourhood: String?
    /// True where it must not be recorded.
    package let isPlaceWithheld: Bool
    /// The level of need at entry.
    package let tier: String?
    package let needs: Set<String>
    package let consent: Bool?
    package let consentDate: PlainDate?
    package let formVersion: Int

    init(_ record: Record) {
        (self.record, id) = (record.id, record.id.description)
        born = record.date("born")
        isPlaceWithheld = record.boolean("location_withheld") ?? false
        // What must not be recorded is not counted by either, should it stand there all the same.
        neighbourhood =
            isPlaceWithheld || record.isDisputed("lsoa", "location_withheld")
            ? nil : record.text("lsoa")
        // What is disputed is nobody's figure; it is counted with those that are unknown.
        tier = record.isDisputed("need") ? nil : record.text("need")
        needs = record.isDisputed("needs") ? [] : record.names("needs")
        (consent, consentDate) = (record.boolean("consent"), record.date("consent_date"))
        formVersion = record.formVersion
    }
}

/// A person in a service, from a day to another or until now.
package struct Enrolment: Sendable {
    package let record: RecordID
    package let participant: String?
    package let named: String?
    package let service: String?
    package let started: PlainDate?
    package let ended: PlainDate?
    package let isDisputed: Bool

    init(_ record: Record, _ merges: Merges) {
        (self.record, named) = (record.id, record.text("participant"))
        participant = named.map(merges.survivor)
        service = record.text("service")
        (started, ended) = (record.date("started"), record.date("ended"))
        isDisputed = record.isDisputed("participant", "service", "started", "ended")
        isStartDisputed = record.isDisputed("participant", "started")
    }

    /// Of the two answers that new people are counted by.
    let isStartDisputed: Bool

    package func overlaps(_ period: Period) -> Bool {
        guard let started, started <= period.last else { return false }
        return ended.map { $0 >= period.first } ?? true
    }
}

/// A visit, a call, a group: something that was done with a person on a day.
package struct Contact: Sendable {
    package let record: RecordID
    package let participant: String?
    package let named: String?
    package let date: PlainDate?
    package let needs: Set<String>
    package let isDisputed: Bool

    init(_ record: Record, _ merges: Merges) {
        (self.record, named) = (record.id, record.text("participant"))
        participant = named.map(merges.survivor)
        date = record.date("date")
        needs = record.isDisputed("needs") ? [] : record.names("needs")
        isDisputed = record.isDisputed("date", "participant")
    }
}
