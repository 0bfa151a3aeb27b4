// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import FieldSync
@testable import keeplocal

@Suite("The JSON that scripts rely on")
struct ShapeTests {
    private func keys(_ json: JSON) throws -> [String: JSON] {
        guard case .object(let object) = json else {
            Issue.record("no object: \(json)")
            return [:]
        }
        return object
    }

    private func saved(_ desk: Desk) throws -> Saved {
        try desk.store.write { session in
            var arguments = FieldArguments(
                form: try session.form(formID("contact")),
                today: session.today
            )
            let answers = try arguments.parse(["participant=P-1", "kind=visit", "minutes=45"])
            return try session.create(
                try formID("contact"),
                fields: answers.compactMapValues { $0 },
                in: Place()
            )
        }
    }

    @Test("a sync tells what it did")
    func sync() throws {
        var report = SyncReport()
        (report.pushed, report.pulled, report.duplicates) = (1, 2, 3)
        (report.refused, report.held, report.conflicts) = (4, 5, 6)
        (report.bytesUp, report.bytesDown, report.digestsAgree) = (7, 8, true)
        let object = try keys(JSON(report, news: 9))
        let expected: [String: JSON] = [
            "pushed": 1, "pulled": 2, "duplicates": 3, "refused": 4, "held": 5, "conflicts": 6,
            "bytesUp": 7, "bytesDown": 8, "digestsAgree": true, "newMessages": 9,
        ]
        for (key, value) in expected { #expect(object[key] == value, "\(key)") }
    }

    @Test("a status tells saved, sent, stored and reviewed apart")
    func status() throws {
        let desk = try Desk()
        _ = try saved(desk)
        let object = try keys(JSON(try desk.store.read { try $0.status() }))
        let expected: [String: JSON] = [
            "saved": 1, "sent": 0, "stored": 0, "refused": 0, "held": 0, "conflicts": 0,
            "cursor": "c", "digests": [:], "lastSync": .string(Desk.now.description),
        ]
        for (key, value) in expected { #expect(object[key] == value, "\(key)") }
    }

    @Test("a save names the record and the change; nothing to save has no change")
    func save() throws {
        let desk = try Desk()
        let saved = try saved(desk)
        #expect(
            try keys(JSON(saved)) == [
                "record": .string(saved.record.description),
                "change": .string(try #require(saved.change).description),
                "entities": .array([]),
            ]
        )
        #expect(try keys(JSON(Saved(record: saved.record, change: nil)))["change"] == .null)
    }

    @Test("a record has its fields in plain values")
    func record() throws {
        let desk = try Desk()
        let saved = try saved(desk)
        let record = try #require(try desk.store.read { try $0.record(saved.record) })
        let object = try keys(JSON(record))
        #expect(object["record"] == .string(saved.record.description))
        #expect(object["form"] == "contact")
        #expect(object["version"] == 0)
        #expect(object["deleted"] == false)
        #expect(object["conflicts"] == [])
        let fields = try keys(try #require(object["fields"]))
        #expect(fields["participant"] == "P-1" && fields["minutes"] == 45)
        #expect(fields["kind"] == "visit" && fields["date"] == .string(Desk.today.description))
    }

    @Test("a conflict has its candidates, and masked ones show no value")
    func conflict() throws {
        let candidate = { (low: UInt64, value: JSON) -> JSON in
            [
                "id": .string(ChangeID(high: 1, low: low).description), "value": value,
                "author": .string(Desk.person.description), "party": "organisation",
                "device": .string(DeviceID(high: 3, low: low).description),
                "at": .string(HybridTime(instant: Desk.now).description),
            ]
        }
        let record = RecordID(high: 5, low: 5)
        let id = ConflictID(record: record, field: try #require(FieldPath("minutes")))
        let document: JSON = [
            "id": .string(id.description), "record": .string(record.description),
            "field": "minutes", "base": 30, "state": "open",
            "candidates": .array([candidate(1, 45), candidate(2, .null)]),
        ]
        let conflict = try Canonical.decode(Conflict.self, from: Canonical.encode(document))
        let object = try keys(JSON(conflict))
        #expect(object["id"] == .string(conflict.id.description))
        #expect(object["record"] == .string(conflict.record.description))
        #expect(object["field"] == "minutes" && object["base"] == 30)
        #expect(object["state"] == "open")
        guard case .array(let candidates)? = object["candidates"] else {
            Issue.record("no candidates")
            return
        }
        #expect(
            candidates.first == [
                "id": .string(ChangeID(high: 1, low: 1).description), "value": 45,
                "author": .string(Desk.person.description),
                "device": .string(DeviceID(high: 3, low: 1).description),
                "at": .string(HybridTime(instant: Desk.now).description),
            ]
        )
        #expect(try keys(try #require(candidates.last))["value"] == .null)
        let masked = try keys(JSON(conflict.masked, isMasked: true))
        #expect(masked["masked"] == true && masked["base"] == .null)
        #expect(!"\(masked)".contains("45") && !"\(masked)".contains("integer(30)"))
    }
}
