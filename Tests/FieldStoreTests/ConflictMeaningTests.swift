// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("What a conflict means to the person who settles it")
struct ConflictMeaningTests {
    private let log = CouncilLog()
    private let amina: Device
    private let ben: Device
    private let carol: Device

    init() throws {
        amina = try Device(on: log)
        ben = try Device(on: log)
        carol = try Device(.coordinator, on: log)
    }

    private func date(_ text: String) -> FieldValue { .date(known(PlainDate(text))) }

    /// Carol makes a record; Amina and Ben answer without having seen each other.
    private func disputed(
        _ form: String,
        _ answers: [String: FieldValue],
        amina first: [String: FieldValue?],
        ben second: [String: FieldValue?]
    ) throws -> RecordID {
        let record = try carol.create(form, answers)
        try carol.sync()
        for device in [amina, ben] { try device.pull() }
        try amina.edit(record, first)
        try ben.edit(record, second)
        for device in [amina, ben] { try device.push() }
        try carol.pull()
        return record
    }

    private func meanings() throws -> [ConflictMeaning] {
        try carol.store.read { try $0.meanings(of: $0.conflicts(all: false)) }
    }

    private func suggested(_ meaning: ConflictMeaning) -> FieldValue? {
        meaning.conflict.candidates.first { $0.id == meaning.suggestion?.candidate }?.value
    }

    private func only(_ template: String) throws -> ConflictMeaning {
        try #require(try meanings().first { $0.conflict.field.template == template })
    }

    private let person: [String: FieldValue] = [
        "name": .text("P"), "consent": .boolean(true),
        "consent_date": .date(known(PlainDate("2026-04-01"))), "phone": .text("01274 000"),
    ]
    private let visit: [String: FieldValue] = [
        "participant": .text("p-1"), "kind": .choice("visit"), "minutes": .integer(10),
        "date": .date(known(PlainDate("2026-11-01"))),
    ]

    @Test("of two texts that differ in capitals and blanks, the one written with more care")
    func spelling() throws {
        _ = try disputed(
            "participant",
            person,
            amina: ["name": .text("mary o'neill")],
            ben: ["name": .text("Mary  O'Neill.")]
        )
        let meaning = try only("name")
        #expect(meaning.suggestion?.rule == .spelling)
        #expect(suggested(meaning) == .text("Mary  O'Neill."))
    }

    @Test("of two texts of which one says all that the other says, that one")
    func fuller() throws {
        _ = try disputed(
            "participant",
            person,
            amina: ["name": .text("Mary O'Neill (Mill Lane)")],
            ben: ["name": .text("Mary O'Neill")]
        )
        let meaning = try only("name")
        #expect(meaning.suggestion?.rule == .fuller)
        #expect(suggested(meaning) == .text("Mary O'Neill (Mill Lane)"))
    }

    @Test("an answer rather than none, where the other only cleared it")
    func filled() throws {
        _ = try disputed(
            "contact",
            visit,
            amina: ["minutes": FieldValue?.none],
            ben: ["minutes": .integer(45)]
        )
        let meaning = try only("minutes")
        #expect(meaning.suggestion?.rule == .filled && suggested(meaning) == .integer(45))
    }

    @Test("of a visit both saw, nothing speaks for either number: they are asked")
    func ask() throws {
        _ = try disputed(
            "contact",
            visit,
            amina: ["minutes": .integer(30)],
            ben: ["minutes": .integer(45)]
        )
        #expect(try only("minutes").suggestion == nil)
    }

    @Test("of two baselines the earlier, of two consents the one of the later day")
    func dated() throws {
        let start: [String: FieldValue] = [
            "participant": .text("p-1"), "measure": .choice("scale_10"),
            "baseline/value": .integer(3), "baseline/date": date("2026-10-01"),
        ]
        _ = try disputed(
            "outcome",
            start,
            amina: ["baseline/value": .integer(5), "baseline/date": date("2026-10-08")],
            ben: ["baseline/value": .integer(2), "baseline/date": date("2026-10-03")]
        )
        let baseline = try only("baseline/value")
        #expect(baseline.suggestion?.rule == .earlierBaseline)
        #expect(suggested(baseline) == .integer(2))
        #expect(suggested(try only("baseline/date")) == date("2026-10-03"))
        _ = try disputed(
            "participant",
            person,
            amina: ["consent": .boolean(false), "consent_date": date("2026-11-05")],
            ben: ["consent": .boolean(true), "consent_date": date("2026-09-01")]
        )
        let consent = try meanings().filter { $0.conflict.field.template == "consent_date" }
        #expect(consent.first?.suggestion?.rule == .laterKnowledge)
        #expect(consent.first.flatMap(suggested) == date("2026-11-05"))
    }

    @Test("edited by one and deleted by another: what was edited stays")
    func deleted() throws {
        let record = try carol.create("contact", visit)
        try carol.sync()
        for device in [amina, ben] { try device.pull() }
        try amina.edit(record, ["minutes": .integer(30)])
        try ben.delete(record)
        for device in [amina, ben] { try device.push() }
        try carol.pull()
        let meaning = try #require(try meanings().first { $0.conflict.field == .exists })
        #expect(meaning.suggestion?.rule == .editWins)
        #expect(suggested(meaning) != .boolean(false))
    }

    @Test("it says which figures depend on the decision, from what to what")
    func effects() throws {
        _ = try disputed(
            "contact",
            visit,
            amina: ["date": date("2026-09-30")],
            ben: ["date": date("2026-10-02")]
        )
        let meaning = try only("date")
        let before = try #require(
            meaning.conflict.candidates.first { $0.value == date("2026-09-30") }
        )
        let contacts = meaning.effects.filter { $0.figure == "contacts" }
        #expect(contacts.map(\.period.description) == ["2026-Q2", "2026-Q3"])
        #expect(contacts.map(\.now) == [0, 0])
        #expect(contacts.map { $0.after[before.id] } == [1, 0])
        // Minutes stand in no figure.
        _ = try disputed(
            "contact",
            visit,
            amina: ["minutes": .integer(30)],
            ben: ["minutes": .integer(45)]
        )
        #expect(try only("minutes").effects.isEmpty)
    }

    @Test("an outcome's conflict moves the share that improved")
    func improved() throws {
        for (before, after) in [(3, 5), (5, 4)] as [(Int64, Int64)] {
            let instance: InstanceID = Device.newID()
            _ = try carol.create(
                "outcome",
                [
                    "participant": .text("p-9"), "measure": .choice("scale_10"),
                    "baseline/value": .integer(before), "baseline/date": date("2026-10-01"),
                    "followup[\(instance)]/date": date("2026-11-01"),
                    "followup[\(instance)]/score": .integer(after),
                ]
            )
        }
        let instance: InstanceID = Device.newID()
        _ = try disputed(
            "outcome",
            [
                "participant": .text("p-1"), "measure": .choice("scale_10"),
                "baseline/value": .integer(4), "baseline/date": date("2026-10-01"),
                "followup[\(instance)]/date": date("2026-11-01"),
                "followup[\(instance)]/score": .integer(4),
            ],
            amina: ["followup[\(instance)]/score": .integer(6)],
            ben: ["followup[\(instance)]/score": .integer(2)]
        )
        let effect = try #require(
            try only("followup/score").effects.first { $0.figure == "improved_percent" }
        )
        // Left out until it is decided: one of two; then two of three, or one of three.
        #expect(effect.now == 50 && Set(effect.after.values) == [67, 33])
    }

    @Test("conflicts are alike by question and rule, whatever their values")
    func alike() throws {
        for (first, second) in [("ann lee", "Ann Lee."), ("bob ray", "Bob Ray.")] {
            _ = try disputed(
                "participant",
                person,
                amina: ["name": .text(first)],
                ben: ["name": .text(second)]
            )
        }
        _ = try disputed(
            "participant",
            person,
            amina: ["name": .text("Cy")],
            ben: ["name": .text("Cy Dee")]
        )
        let all = try meanings().filter { $0.conflict.field.template == "name" }
        let pattern = try #require(all.first { $0.suggestion?.rule == .spelling })
        #expect(all.count == 3 && all.filter(pattern.isAlike).count == 2)
    }
}
