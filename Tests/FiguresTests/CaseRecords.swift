// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

/// Records as a device reads them, from a few words each.
struct CaseRecords {
    private(set) var records: [Record] = []
    private let council: CouncilID
    /// Whose records are added from now on.
    var organisation: OrganisationID?

    init() throws { council = try #require(CouncilID("bradford")) }

    static func date(_ text: String) throws -> FieldValue {
        .date(try #require(PlainDate(text)))
    }

    /// - Returns: The identifier that other records name it by.
    @discardableResult
    mutating func add(_ form: String, _ answers: [String: FieldValue?]) throws -> String {
        let (id, first) = (RecordID(high: 7, low: UInt64(records.count + 1)), try state(form, 1, 0))
        var patch: [FieldPath: Edit] = [:]
        for (name, value) in answers {
            if let value { patch[try #require(FieldPath(name))] = Edit(to: value) }
        }
        records.append(view(RecordState(first(id, patch), version: 1)))
        return id.description
    }

    /// Two devices that wrote different answers without having seen each other.
    mutating func addDisputed(
        _ form: String,
        _ answers: [String: FieldValue],
        _ name: String,
        _ values: (FieldValue, FieldValue)
    ) throws {
        let id = RecordID(high: 7, low: UInt64(records.count + 1))
        let field = try #require(FieldPath(name))
        var patch: [FieldPath: Edit] = [:]
        for (name, value) in answers { patch[try #require(FieldPath(name))] = Edit(to: value) }
        var state = RecordState(try self.state(form, 1, 0)(id, patch), version: 1)
        let was = answers[name]
        let first = try self.state(form, 2, 1)(id, [field: Edit(to: values.0, was: was)])
        let second = try self.state(form, 3, 1)(id, [field: Edit(to: values.1, was: was)])
        state.apply(first, version: 2)
        state.apply(second, version: 3)
        records.append(view(state))
    }

    private func view(_ state: RecordState) -> Record { state.view({ _ in .ask }) }

    private func state(
        _ form: String,
        _ device: UInt64,
        _ base: Sequence64
    ) throws -> (RecordID, [FieldPath: Edit]) -> Change {
        let form = try #require(FormID(form))
        let scope = Scope(council: council, organisation: organisation, audience: .organisation)
        return { record, patch in
            Change(
                id: ChangeID(high: device, low: record.low),
                device: DeviceID(high: 0, low: device),
                counter: 1,
                record: record,
                form: form,
                formVersion: 1,
                scope: scope,
                kind: base == 0 ? .create : .edit,
                base: base,
                patch: patch,
                author: PersonID(high: 0, low: device),
                party: .organisation,
                at: HybridTime(instant: Instant(milliseconds: 0))
            )
        }
    }
}

extension CaseRecords {
    mutating func contact(_ person: String, _ day: String) throws {
        try add("contact", ["participant": .text(person), "date": try Self.date(day)])
    }

    mutating func enrolment(
        _ person: String,
        _ service: String,
        _ started: String,
        ended: String? = nil
    ) throws {
        try add(
            "enrolment",
            [
                "participant": .text(person), "service": .text(service),
                "started": try Self.date(started), "ended": try ended.map(Self.date),
            ]
        )
    }

    mutating func outcome(
        _ person: String,
        _ measure: String,
        _ start: (Int64, String),
        _ followUps: (Int64, String)...
    ) throws {
        var answers: [String: FieldValue?] = [
            "participant": .text(person), "measure": .choice(measure),
            "baseline/value": .integer(start.0), "baseline/date": try Self.date(start.1),
        ]
        for (number, followUp) in followUps.enumerated() {
            let instance = InstanceID(high: 9, low: UInt64(number))
            answers["followup[\(instance)]/score"] = .integer(followUp.0)
            answers["followup[\(instance)]/date"] = try Self.date(followUp.1)
        }
        try add("outcome", answers)
    }
}
