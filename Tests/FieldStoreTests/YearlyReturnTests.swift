// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("Returns of a half and of a year, from the first figure to the council")
struct YearlyReturnTests {
    private let log = CouncilLog()
    private let carol: Device

    init() throws { carol = try Device(.coordinator, and: [.worker], on: log) }

    private func visit(_ person: String, _ day: String) throws {
        _ = try carol.create(
            "contact",
            [
                "participant": .text(person), "kind": .choice("visit"),
                "date": .date(known(PlainDate(day))),
            ]
        )
    }

    private func opened(_ period: String, continuing: Bool = false) throws -> ReturnFigures {
        try carol.store.write {
            try $0.openReturn(
                known(ReturnPeriod(period)),
                answers: [field("successes"): .text("mornings")],
                in: Place(),
                continuing: continuing
            ).figures
        }
    }

    private func service(
        _ name: String,
        _ answers: [String: FieldValue],
        by rosa: Device
    ) throws -> RecordID {
        var fields: [FieldPath: FieldValue] = [
            field("name"): .text(name), field("starts"): .date(known(PlainDate("2026-04-01"))),
        ]
        for (path, value) in answers { fields[field(path)] = value }
        let place = Place(council: log.bradford, organisation: log.hub)
        return try rosa.store.write {
            try $0.create(known(FormID("service")), fields: fields, in: place).record
        }
    }

    @Test("a person who came in two quarters is one person of the half")
    func figures() throws {
        for day in ["2026-05-01", "2026-08-01", "2026-10-01"] { try visit("p-1", day) }
        try visit("p-2", "2026-09-30")
        let counts = try ["2026-Q1", "2026-Q2", "2026-H1", "2026-H2", "2026/27"].map { period in
            let figures = try opened(period).fields
            return [figures[field("people_supported")], figures[field("contacts")]]
        }
        let numbers: [[FieldValue]] = [[1, 1], [2, 2], [2, 3], [1, 1], [2, 4]].map {
            $0.map(FieldValue.integer)
        }
        #expect(counts == numbers)
        #expect(carol.code { _ = try opened("2026-H1") } == "directory.exists")
    }

    @Test("it is submitted with the records of the whole period, and stands on the board")
    func submitted() throws {
        let rosa = try Device(.reviewer, on: log)
        let id = try service("Homecare", ["returns": .choice("half_yearly")], by: rosa)
        try rosa.sync()
        for day in ["2026-05-01", "2026-08-01"] { try visit("p-1", day) }
        _ = try carol.create(
            "enrolment",
            [
                "participant": .text("p-1"), "service": .text(id.description),
                "started": .date(known(PlainDate("2026-05-01"))),
            ]
        )
        try carol.sync()
        let record = try carol.store.write {
            try $0.openReturn(
                known(ReturnPeriod("2026-H1")),
                answers: [field("service"): .text(id.description)],
                in: Place()
            ).saved.record
        }
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:]) }
        try carol.sync()
        _ = try carol.store.write { try $0.submitReturn(record) }
        try carol.sync()
        let found = try carol.store.read { try $0.returnOnDevice(record) }
        #expect(found.progress.revisions.last?.manifest.count == 3)
        let today = known(PlainDate("2026-11-18"))
        let rows = try carol.store.read { try $0.returnBoard(today: today).rows }
        #expect(rows.map(\.period.description) == ["2026-H1", "2026-H2"])
        #expect(rows.map(\.standing) == [.state(.submitted), .notDue])
        #expect(rows[0].due == known(PlainDate("2026-10-21")))
    }

    @Test("a service that keeps submitting to the signatory is not submitted by another")
    func reserved() throws {
        let rosa = try Device(.reviewer, on: log)
        let id = try service("Homecare", ["submits": .choice("signatory")], by: rosa)
        try rosa.sync()
        try carol.sync()
        let record = try carol.store.write {
            try $0.openReturn(
                known(ReturnPeriod("2026-Q1")),
                answers: [field("service"): .text(id.description)],
                in: Place()
            ).saved.record
        }
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:]) }
        let code = carol.code { _ = try carol.store.write { try $0.submitReturn(record) } }
        #expect(code == "permission.denied")
        try carol.sync()
        let sid = try Device(.signatory, on: log)
        try sid.pull()
        _ = try sid.store.write { try $0.submitReturn(record) }
    }
}
