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

    private func contact(_ person: String, _ day: String) throws {
        _ = try carol.create(
            "contact",
            ["participant": .text(person), "kind": .choice("visit"), "date": date(day)]
        )
    }

    private func enrolment(_ person: String, _ day: String) throws {
        _ = try carol.create(
            "enrolment",
            ["participant": .text(person), "service": .text("s-1"), "started": date(day)]
        )
    }

    private func opened() throws -> (record: RecordID, figures: ReturnFigures) {
        let (saved, figures) = try carol.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place())
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
        _ = try carol.create(
            "enrolment",
            [
                "participant": .text("p-2"), "service": .text("s-2"),
                "started": date("2026-10-01"),
            ]
        )
        let all = try opened().figures
        #expect(all.fields[field("people_supported")] == .integer(2))
        let (saved, figures) = try carol.store.write {
            let answers: [FieldPath: FieldValue?] = [field("service"): .text("s-1")]
            return try $0.openReturn(quarter, answers: answers, in: Place())
        }
        #expect(figures.fields[field("people_supported")] == .integer(1))
        #expect(figures.fields[field("contacts")] == .integer(2))
        #expect(figures.fields[field("people_new")] == .integer(1))
        #expect(figures.counted.contains(second))
        let again = try carol.store.read { try $0.figures(of: saved.record) }
        #expect(again == figures)
    }
}
