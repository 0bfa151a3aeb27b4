// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("Work after the end of a service, from the visit to the council's decision")
struct HeldWorkTests {
    private let log = CouncilLog()
    private let carol: Device
    private let rosa: Device
    private let period = known(ReturnPeriod("2026-H2"))

    init() throws {
        carol = try Device(.coordinator, on: log)
        rosa = try Device(.reviewer, on: log)
    }

    private func date(_ text: String) -> FieldValue { .date(known(PlainDate(text))) }

    private func service(_ name: String, ends: String?) throws -> RecordID {
        var fields: [FieldPath: FieldValue] = [
            field("name"): .text(name), field("starts"): date("2026-04-01"),
            field("status"): .choice("active"), field("returns"): .choice("half_yearly"),
        ]
        if let ends { fields[field("ends")] = date(ends) }
        let id = known(FormID("service"))
        let place = Place(council: log.bradford, organisation: log.hub)
        return try rosa.store.write { try $0.create(id, fields: fields, in: place).record }
    }

    private func visit(_ person: String, _ day: String) throws {
        _ = try carol.create(
            "contact",
            ["participant": .text(person), "kind": .choice("visit"), "date": date(day)]
        )
    }

    private func meet() throws {
        try rosa.sync()
        try carol.sync()
        try rosa.sync()
    }

    private func figures() throws -> ReturnFigures {
        let answers: [FieldPath: FieldValue?] = [field("service"): .text(try over.description)]
        let found = try carol.store.read { try $0.returns() }
        if let open = found.first(where: { $0.progress.state != .void }) {
            return try carol.store.read { try $0.figures(of: open.record.id) }
        }
        return try carol.store.write {
            try $0.openReturn(period, answers: answers, in: Place()).figures
        }
    }

    private var over: RecordID {
        get throws {
            let all = try carol.store.read { try $0.services() }
            return try #require(all.first { $0.record.text("name") == "Homecare" }).record.id
        }
    }

    private func begin() throws -> (over: RecordID, open: RecordID) {
        let services = (
            try service("Homecare", ends: "2026-10-31"), try service("Homecare West", ends: nil)
        )
        try meet()
        _ = try carol.create(
            "enrolment",
            [
                "participant": .text("p-1"), "service": .text(services.0.description),
                "started": date("2026-10-01"),
            ]
        )
        for day in ["2026-10-30", "2026-11-02", "2026-11-03"] { try visit("p-1", day) }
        return services
    }

    @Test("a visit after the end is stored, held, told in the return, and decided by the council")
    func story() throws {
        let (over, _) = try begin()
        let first = try figures()
        #expect(first.fields[field("contacts")] == .integer(1) && first.held == 2)
        try meet()
        let seen = try #require(try carol.store.read { try $0.heldWork() }.first)
        #expect(seen.held == 2 && seen.service.id == over && seen.waits)
        // The council learns how many, and nothing else.
        let told = try #require(try rosa.store.read { try $0.heldWork() }.first)
        #expect(told.held == nil && told.reported == 2 && told.last == nil)
        _ = try rosa.store.write { session in
            try session.decide(on: over, .unfunded, reason: "agreed in July")
        }
        try meet()
        let then = try figures()
        #expect(then.held == 0 && then.unfunded == 2)
        #expect(then.fields[field("contacts")] == .integer(1))
    }

    @Test("the last return of a service tells of all of its work that is held, of later days too")
    func last() throws {
        let over = try service("Lunch club", ends: "2026-09-30")
        try meet()
        _ = try carol.create(
            "enrolment",
            [
                "participant": .text("p-1"), "service": .text(over.description),
                "started": date("2026-09-01"),
            ]
        )
        try visit("p-1", "2026-09-02")
        try visit("p-1", "2026-10-10")
        let open = { (quarter: String) in
            try carol.store.write {
                let answers: [FieldPath: FieldValue?] = [field("service"): .text("Lunch club")]
                let period = known(ReturnPeriod(quarter))
                return try $0.openReturn(period, answers: answers, in: Place()).figures
            }
        }
        #expect(try open("2026-Q1").held == 0)
        let last = try open("2026-Q2")
        #expect(last.held == 1 && last.fields[field("held")] == .integer(1))
        #expect(last.fields[field("contacts")] == .integer(1))
        try meet()
        let told = try #require(try rosa.store.read { try $0.heldWork() }.first)
        #expect(told.reported == 1 && told.waits)
    }

    @Test("a later day takes what was entered by then; the last decision holds")
    func extended() throws {
        let over = try begin().over
        let today = try carol.store.read { $0.today }
        let decide = { (decision: LateDecision) in
            _ = try rosa.store.write { session in
                try session.decide(on: over, decision, reason: "it was agreed")
            }
            try meet()
        }
        try decide(.unfunded)
        #expect(try figures().unfunded == 2)
        try decide(.extend(until: today))
        let then = try figures()
        #expect(then.fields[field("contacts")] == .integer(3))
        #expect(then.held == 0 && then.unfunded == 0)
        let work = try carol.store.read { try $0.heldWork() }
        #expect(work.map(\.lateEntryUntil) == [today] && work.map(\.waits) == [false])
    }

    @Test("only the council decides, with a reason, about a service that is over")
    func refused() throws {
        let (over, open) = try begin()
        let code = { (device: Device, service: RecordID, decision: LateDecision, why: String) in
            device.code {
                _ = try device.store.write { session in
                    try session.decide(on: service, decision, reason: why)
                }
            }
        }
        #expect(code(carol, over, .unfunded, "we like it") == "permission.denied")
        #expect(code(rosa, over, .unfunded, "  ") == "reason.missing")
        #expect(code(rosa, open, .unfunded, "why not") == "record.unknown")
        #expect(code(rosa, over, .move(to: over), "why not") == "record.unknown")
        let early = LateDecision.extend(until: known(PlainDate("2026-10-01")))
        #expect(code(rosa, over, early, "why not") == "field.required")
        #expect(try rosa.store.read { try $0.records(form: known(FormID("late_work"))) }.isEmpty)
    }
}
