// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("A return that two coordinators prepare apart")
struct ReturnApartTests {
    private let log = CouncilLog()
    private let carol: Device
    private let dora: Device
    private let contacts = field("contacts")

    init() throws {
        carol = try Device(.coordinator, on: log)
        dora = try Device(.coordinator, on: log)
    }

    private func contact(_ day: String) throws {
        _ = try carol.create(
            "contact",
            [
                "participant": .text("p-1"), "kind": .choice("visit"),
                "date": .date(known(PlainDate(day))),
            ]
        )
        try carol.sync()
        try dora.pull()
    }

    private func prepare(
        _ device: Device,
        _ record: RecordID,
        _ answers: [FieldPath: FieldValue?] = [:],
        reason: String? = nil
    ) throws {
        _ = try device.store.write {
            try $0.prepareReturn(record, answers: answers, reason: reason)
        }
    }

    /// Four contacts by hand beside one that is counted, and then a second is recorded.
    private func adjusted(_ period: String = "2026-Q2") throws -> RecordID {
        try contact("2026-08-01")
        let record = try carol.store.write {
            try $0.openReturn(known(ReturnPeriod(period)), answers: [:], in: Place()).saved.record
        }
        try prepare(carol, record, [contacts: .integer(4)], reason: "three on paper")
        try contact("2026-08-02")
        return record
    }

    private func adjustment(_ device: Device, _ record: RecordID) throws -> Set<String> {
        Set(
            try #require(try device.seen(record)).fields.keys.map(\.template)
                .filter { $0.hasPrefix("adjustment") }
        )
    }

    private func meet() throws {
        try carol.sync()
        try dora.sync()
        try carol.pull()
    }

    private func open(on device: Device) throws -> [String] {
        try device.conflicts().map(\.field.template).sorted()
    }

    @Test(
        "what one sets right again while the other counts anew is counted, whole, and no conflict"
    )
    func takenAway() throws {
        let record = try adjusted()
        try prepare(carol, record, [contacts: .integer(2)])
        try prepare(dora, record)
        try meet()
        #expect(try open(on: dora).isEmpty && open(on: carol).isEmpty)
        _ = try dora.store.write { try $0.submitReturn(record) }
        let revision = try #require(
            try dora.store.read { try $0.returnOnDevice(record).progress.revisions.last }
        )
        #expect(revision.fields[contacts] == .integer(2))
        #expect(!revision.fields.keys.contains { $0.template.hasPrefix("adjustment") })
        #expect(try revision.fields == dora.seen(record)?.fields)
    }

    @Test("where the other gave another reason, people decide about the reason alone")
    func reason() throws {
        let record = try adjusted()
        try prepare(carol, record, [contacts: .integer(2)])
        try prepare(dora, record, reason: "two on paper")
        try meet()
        #expect(try open(on: dora) == ["adjustment/reason"])
        let conflict = try #require(try dora.conflicts().first)
        let kept = try #require(conflict.candidates.first { $0.value != nil })
        _ = try dora.store.write { try $0.resolve(conflict, .take(kept.id), reason: "it is so") }
        try prepare(dora, record, [contacts: .integer(4)])
        let all: Set = ["adjustment/figure", "adjustment/counted", "adjustment/reason"]
        #expect(try adjustment(dora, record) == all)
        try prepare(dora, record, [contacts: .integer(2)])
        #expect(try adjustment(dora, record).isEmpty)
    }

    @Test("what depends on a figure of the return is that figure")
    func effect() throws {
        let record = try adjusted()
        try prepare(carol, record, [contacts: .integer(6)], reason: "five on paper")
        try prepare(dora, record, [contacts: .integer(7)], reason: "five on paper")
        try meet()
        let meanings = try dora.store.read { try $0.meanings(of: $0.conflicts(all: false)) }
        let meaning = try #require(meanings.first { $0.conflict.field == contacts })
        let effect = try #require(meaning.effects.first)
        #expect(effect.figure == "contacts" && effect.period == known(ReturnPeriod("2026-Q2")))
        #expect(effect.now == 4 && Set(effect.after.values) == [6, 7])
        #expect(meaning.usedBy == "the council")
    }

    @Test("a figure that was changed by hand is named with both numbers, and no record is blamed")
    func byHand() throws {
        try contact("2026-08-01")
        let record = try carol.store.write {
            try $0.openReturn(known(ReturnPeriod("2026-Q2")), answers: [:], in: Place())
                .saved.record
        }
        try prepare(carol, record)
        try carol.sync()
        try carol.edit(record, ["contacts": .integer(999)])
        let problem = #expect(throws: Problem.self) {
            try carol.store.write { try $0.submitReturn(record) }
        }
        let message = try #require(problem).message
        #expect(message.contains("contacts is 999, counted now: 1."))
        #expect(message.contains("--as-it-is --reason TEXT") && !message.contains("more)"))
    }

    @Test("a period that is under way is said to be, until its last day is over")
    func underWay() throws {
        let open = { (period: String) in
            try carol.store.write {
                try $0.openReturn(known(ReturnPeriod(period)), answers: [:], in: Place())
                    .saved.record
            }
        }
        let (over, now) = (try open("2026-Q2"), try open("2026-Q3"))
        try carol.store.read { try $0.requireOver(over) }
        let problem = #expect(throws: Problem.self) {
            try carol.store.read { try $0.requireOver(now) }
        }
        #expect(problem?.code == .returnWrongState)
        #expect(problem?.message.contains("under way until 2026-12-31") == true)
    }
}
