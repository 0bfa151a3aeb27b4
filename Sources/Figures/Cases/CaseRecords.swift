// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A person whom a service helps.
package struct Participant: Hashable, Sendable {
    package let record: RecordID
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
    /// What the person gave to several organisations, to be known again.
    package let ownReference: String?

    package var id: PersonKey { .record(record) }

    init(_ record: Record) {
        self.record = record.id
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
        ownReference = record.isDisputed("own_reference") ? nil : record.text("own_reference")
    }
}

/// A person in a service, from a day to another or until now.
package struct Enrolment: Hashable, Sendable {
    package let record: RecordID
    /// As whom the person counts.
    package internal(set) var participant: PersonKey?
    package let named: PersonKey?
    /// The identifier where the service is known, else what was written.
    package internal(set) var service: String?
    package internal(set) var started: PlainDate?
    package internal(set) var ended: PlainDate?
    package let referred: PlainDate?
    /// The service that referred, by its identifier or name.
    package let referredBy: String?
    package let isDisputed: Bool
    /// Of a person who stays, in the service that the council moved the work to.
    var isContinued = false
    /// Begun after consent was withdrawn.
    package internal(set) var isWithheld = false

    /// Of the record alone: `settle` says the rest.
    init(_ record: Record) {
        (self.record, named) = (record.id, record.person("participant"))
        (participant, service) = (named, record.text("service"))
        (started, ended) = (record.date("started"), record.date("ended"))
        referred = record.isDisputed("referred") ? nil : record.date("referred")
        referredBy = record.isDisputed("referred_by") ? nil : record.text("referred_by")
        isDisputed = record.isDisputed("participant", "service", "started", "ended")
        isStartDisputed = record.isDisputed("participant", "started")
    }

    mutating func settle(
        _ merges: Merges,
        _ services: ServiceNames,
        _ withdrawals: Withdrawals
    ) {
        participant = named.map(merges.survivor)
        service = service.map(services.identifier)
        isWithheld = withdrawals.reach(record, of: participant, on: started)
    }

    var isLeftOut: Bool { isDisputed || isWithheld }

    /// Of the two answers that new people are counted by.
    let isStartDisputed: Bool

    /// The same, ended on a day.
    func until(_ day: PlainDate) -> Enrolment {
        var enrolment = self
        enrolment.ended = day
        return enrolment
    }

    /// The same in another service, from a day where it began in the former one.
    func moved(to other: String, from day: PlainDate?) -> Enrolment {
        var enrolment = self
        (enrolment.service, enrolment.isContinued) = (other, day != nil)
        if let day { enrolment.started = day }
        return enrolment
    }

    package func overlaps(_ period: Period) -> Bool {
        guard let started, started <= period.last else { return false }
        return ended.map { $0 >= period.first } ?? true
    }
}

/// A visit, a call, a group: something that was done with a person on a day.
package struct Contact: Hashable, Sendable {
    package let record: RecordID
    /// As whom the person counts.
    package internal(set) var participant: PersonKey?
    package let named: PersonKey?
    package let date: PlainDate?
    package let needs: Set<String>
    /// The service that the person was referred to, by its identifier or name, or who else helps.
    package let referredTo: String?
    package let isDisputed: Bool
    /// Services that were over by then, and do not take it.
    var notFor: Set<String> = []
    /// Of a day after consent was withdrawn.
    package internal(set) var isWithheld = false

    /// Of the record alone: `settle` says the rest.
    init(_ record: Record) {
        (self.record, named) = (record.id, record.person("participant"))
        participant = named
        date = record.date("date")
        needs = record.isDisputed("needs") ? [] : record.names("needs")
        referredTo =
            record.boolean("referred_on") == true && !record.isDisputed("referred_to")
            ? record.text("referred_to") : nil
        isDisputed = record.isDisputed("date", "participant")
    }

    mutating func settle(_ merges: Merges, _ withdrawals: Withdrawals) {
        participant = named.map(merges.survivor)
        isWithheld = withdrawals.reach(record, of: participant, on: date)
    }

    var isLeftOut: Bool { isDisputed || isWithheld }
}
