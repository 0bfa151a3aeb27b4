// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("A return for one service")
struct ServiceReturnTests {
    private let carol: Device
    private let quarter = known(ReturnPeriod("2026-Q3"))

    init() throws { carol = try Device(.coordinator, on: CouncilLog()) }

    private func date(_ text: String) -> FieldValue { .date(known(PlainDate(text))) }

    private var consent: [String: FieldValue] {
        ["consent": .boolean(true), "consent_date": date("2026-10-01")]
    }

    @discardableResult
    private func contact(_ person: String, _ day: String) throws -> RecordID {
        try carol.create(
            "contact",
            ["participant": .text(person), "kind": .choice("visit"), "date": date(day)]
        )
    }

    private func enrolment(
        _ person: String,
        _ day: String,
        in service: String = "s-1"
    ) throws {
        _ = try carol.create(
            "enrolment",
            ["participant": .text(person), "service": .text(service), "started": date(day)]
        )
    }

    private func opened(
        _ service: String? = nil
    ) throws -> (record: RecordID, figures: ReturnFigures) {
        let answers: [FieldPath: FieldValue?] = service.map { [field("service"): .text($0)] } ?? [:]
        let (saved, figures) = try carol.store.write {
            try $0.openReturn(quarter, answers: answers, in: Place())
        }
        return (saved.record, figures)
    }

    @Test("for a service it counts only people who were in it in the quarter, each once")
    func service() throws {
        let first = try carol.create("participant", ["name": .text("A")].merging(consent) { $1 })
        let second = try carol.create(
            "participant",
            ["name": .text("A again"), "merged_into": .text(first.description)]
                .merging(consent) { $1 }
        )
        for (person, day) in [
            (first.description, "2026-10-02"), (second.description, "2026-10-03"),
            ("p-2", "2026-11-03"),
        ] { try contact(person, day) }
        try enrolment(second.description, "2026-10-01")
        try enrolment("p-2", "2026-10-01", in: "s-2")
        let all = try opened().figures
        #expect(all.fields[field("people_supported")] == .integer(2))
        let (record, figures) = try opened("s-1")
        #expect(figures.fields[field("people_supported")] == .integer(1))
        #expect(figures.fields[field("contacts")] == .integer(2))
        #expect(figures.fields[field("people_new")] == .integer(1))
        #expect(figures.counted.contains(second))
        let again = try carol.store.read { try $0.figures(of: record) }
        #expect(again == figures)
    }

    @Test(
        "one visit stands in the return of each service that the person is in, and in that of all"
    )
    func several() throws {
        let visit = try contact("p-1", "2026-10-20")
        for service in ["s-1", "s-2"] { try enrolment("p-1", "2026-10-01", in: service) }
        for service in [nil, "s-1", "s-2"] {
            let figures = try opened(service).figures
            #expect(figures.counted.contains(visit), "\(service ?? "all")")
            #expect(figures.fields[field("contacts")] == .integer(1), "\(service ?? "all")")
            #expect(figures.fields[field("people_supported")] == .integer(1))
        }
        try enrolment("p-2", "2026-10-01", in: "s-3")
        #expect(try opened("s-3").figures.fields[field("contacts")] == .integer(0))
    }
}
