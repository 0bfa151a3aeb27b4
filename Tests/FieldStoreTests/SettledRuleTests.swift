// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("What people type to name and to settle")
struct SettledRuleTests {
    @Test("a value that settles a conflict keeps the rules of the form, other fields known")
    func rules() throws {
        let log = CouncilLog()
        let (amina, carol) = (try Device(on: log), try Device(.coordinator, on: log))
        let record = try amina.create(
            "outcome",
            [
                "participant": .text("p-1"), "measure": .choice("scale_10"),
                "baseline/value": .integer(4), "baseline/date": .date(CouncilLog.start.date),
            ]
        )
        try amina.sync()
        try carol.pull()
        try amina.edit(record, ["baseline/value": .integer(3)])
        try amina.sync()
        try carol.edit(record, ["baseline/value": .integer(5)])
        try carol.sync()
        let open = try #require(try carol.conflicts().first)
        #expect(throws: FieldProblems.self) {
            try carol.store.write { try $0.resolve(open, .value(.integer(77)), reason: "wrong") }
        }
        #expect(try carol.conflicts().map(\.id) == [open.id])
        _ = try carol.store.write { try $0.resolve(open, .value(.integer(6)), reason: "asked") }
        #expect(try carol.value("baseline/value", of: record) == .integer(6))
    }

    @Test("four letters of the start of what a list shows are enough, and so are those of its end")
    func short() throws {
        let amina = try Device(on: CouncilLog())
        let record = try amina.contact()
        let shown = record.description.suffix(8)
        for text in [shown.prefix(4), shown.suffix(4), shown] {
            #expect(try amina.store.read { try $0.recordID(matching: String(text)) } == record)
        }
    }

    @Test("a second return for one quarter and service is refused, and named")
    func secondReturn() throws {
        let carol = try Device(.coordinator, on: CouncilLog())
        let quarter = try #require(ReturnPeriod("2026-Q2"))
        let first = try carol.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place()).saved.record
        }
        let problem = #expect(throws: Problem.self) {
            try carol.store.write { try $0.openReturn(quarter, answers: [:], in: Place()) }
        }
        #expect(problem?.code == .alreadyExists)
        #expect(problem?.message.contains(first.description) == true)
        #expect(try carol.store.read { try $0.returns() }.count == 1)
    }
}
