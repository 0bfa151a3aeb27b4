// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("What is said about a return, on the devices of those who say it")
struct ReturnTalkTests {
    private let log = CouncilLog()
    private let carol: Device
    private let rosa: Device
    private let quarter = known(ReturnPeriod("2026-Q3"))

    init() throws {
        carol = try Device(.coordinator, on: log)
        rosa = try Device(.reviewer, on: log)
    }

    private func contact(_ person: String, _ day: String = "2026-11-01") throws -> RecordID {
        try carol.create(
            "contact",
            [
                "participant": .text(person), "kind": .choice("visit"),
                "date": .date(known(PlainDate(day))),
            ]
        )
    }

    private func submitted() throws -> RecordID {
        _ = try contact("p-1")
        try carol.sync()
        let record = try carol.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place()).saved.record
        }
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:]) }
        _ = try carol.store.write { try $0.submitReturn(record) }
        try carol.sync()
        try rosa.pull()
        return record
    }

    private func move(
        _ device: Device,
        _ record: RecordID,
        saying words: String? = nil,
        _ make: (Hash) -> ReturnMove
    ) throws {
        _ = try device.store.write { try $0.decide(on: record, saying: words, make) }
        try device.sync()
    }

    private func progress(_ device: Device, _ record: RecordID) throws -> ReturnProgress {
        try device.store.read { try $0.returnOnDevice(record).progress }
    }

    private func asked(_ device: Device) throws -> [RecordID] {
        try device.store.read { session in
            let asked = try session.returnsAsked(of: session.identity().actor).map(\.record.id)
            #expect(try session.status().returnsAsked == asked.count)
            return asked
        }
    }

    @Test("a question at a field reaches the organisation, and its answer the council")
    func question() throws {
        let record = try submitted()
        let contacts = field("contacts")
        try move(rosa, record) { .review(content: $0) }
        try move(rosa, record, saying: "Only one?") {
            .query(content: $0, field: contacts, due: PlainDate("2026-12-01"))
        }
        try carol.pull()
        let asked = try #require(try progress(carol, record).queries.first)
        #expect(asked.field == contacts && asked.asked.words == "Only one?" && asked.isOpen)
        #expect(try self.asked(carol) == [record])
        #expect(try self.asked(rosa) == [])
        _ = try carol.store.write {
            try $0.move(record, .answer(query: asked.id), saying: "The hall was closed.")
        }
        #expect(try self.asked(carol) == [])
        try carol.sync()
        try rosa.pull()
        let told = try progress(rosa, record)
        #expect(told.state == .answered)
        #expect(told.queries.first?.answer?.words == "The hall was closed.")
    }

    @Test("a question about no field of the return is not asked")
    func unknownField() throws {
        let record = try submitted()
        try move(rosa, record) { .review(content: $0) }
        let code = rosa.code {
            try move(rosa, record, saying: "?") { .query(content: $0, field: field("people")) }
        }
        #expect(code == "field.unknown")
        #expect(try progress(rosa, record).state == .inReview)
    }

    @Test("a day that is over is none by which anybody can answer")
    func late() throws {
        let record = try submitted()
        try move(rosa, record) { .review(content: $0) }
        let ask = { (day: String) in
            try move(rosa, record, saying: "?") { .query(content: $0, due: PlainDate(day)) }
        }
        #expect(rosa.code { try ask("2026-10-30") } == "field.constraint")
        #expect(try progress(rosa, record).state == .inReview)
        try ask(CouncilLog.start.date.description)
        #expect(try progress(rosa, record).state == .queried)
    }

    @Test("given back with words at its fields, corrected without a network, and sent anew")
    func givenBack() throws {
        let record = try submitted()
        try move(rosa, record) { .review(content: $0) }
        try move(rosa, record, saying: "June is missing") {
            .giveBack(content: $0, comments: [field("contacts"): "and July?"])
        }
        try carol.pull()
        let told = try progress(carol, record)
        #expect(told.state == .returned)
        #expect(told.comments.last?.fields == [field("contacts"): "and July?"])
        _ = try contact("p-2")
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:]) }
        try carol.sync()
        #expect(try progress(carol, record).comments.last?.isOvertaken == false)
        _ = try carol.store.write { try $0.submitReturn(record) }
        let overtaken = try progress(carol, record).comments.last
        #expect(overtaken?.isOvertaken == true && overtaken?.revision == 1)
        try carol.sync()
        try rosa.pull()
        let again = try progress(rosa, record)
        #expect(again.state == .submitted && again.revisions.count == 2)
        let difference = ReturnDifference(from: again.revisions[0], to: again.revisions[1])
        #expect(difference.added.count == 1)
        #expect(difference.fields.contains { $0.field == field("contacts") })
    }

    @Test("approved, it is locked; opened again with a reason, it can be corrected")
    func reopened() throws {
        let record = try submitted()
        let jane = try Device(.seniorChampion, on: log)
        try move(rosa, record) { .review(content: $0) }
        try move(rosa, record, saying: "Thank you") { .accept(content: $0) }
        try jane.pull()
        try move(jane, record) { .approve(content: $0) }
        try carol.pull()
        let answers: [FieldPath: FieldValue?] = [field("successes"): .text("a new hall")]
        let edit = { _ = try carol.store.write { try $0.edit(record, fields: answers) } }
        #expect(carol.code { try edit() } == "return.wrong_state")
        _ = try carol.store.write { try $0.move(record, .askReopen, saying: "June is missing") }
        try carol.sync()
        try jane.pull()
        try move(jane, record, saying: "June was missing") { .reopen(content: $0) }
        try carol.pull()
        try edit()
        let told = try progress(carol, record)
        #expect(told.state == .reopened && told.revisions.count == 1)
    }

    @Test("what was recorded after the submission is told, with the figures that it would move")
    func since() throws {
        let record = try submitted()
        let before = try carol.store.read { session in
            try session.differenceSinceSubmission(session.returnOnDevice(record))
        }
        #expect(before?.recordCount == 0 && before?.fields.isEmpty == true)
        _ = try contact("p-2")
        try carol.sync()
        let after = try #require(
            try carol.store.read { session in
                try session.differenceSinceSubmission(session.returnOnDevice(record))
            }
        )
        #expect(after.added.count == 1 && after.isMaterial)
        #expect(after.fields.map(\.field) == [field("contacts"), field("people_supported")])
        // A council cannot count what it may not see.
        let others = try rosa.store.read { session in
            try session.differenceSinceSubmission(session.returnOnDevice(record))
        }
        #expect(others == nil)
    }

    @Test("who reviewed an earlier revision is not asked to approve the later one, and cannot")
    func fourEyes() throws {
        let record = try submitted()
        let saeed = try Device(.seniorChampion, and: [.reviewer], on: log)
        let jane = try Device(.seniorChampion, on: log)
        try move(saeed, record) { .review(content: $0) }
        try move(saeed, record, saying: "July is missing") { .giveBack(content: $0) }
        try carol.pull()
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:]) }
        _ = try carol.store.write { try $0.submitReturn(record) }
        try carol.sync()
        try rosa.pull()
        try move(rosa, record) { .review(content: $0) }
        try move(rosa, record, saying: "Thank you.") { .accept(content: $0) }
        for device in [saeed, jane] { try device.pull() }
        let waiting = { (device: Device) in
            try device.store.read { try $0.returnsWaiting(for: device.identity.actor).count }
        }
        #expect(try waiting(saeed) == 0 && waiting(jane) == 1)
        let before = try saeed.journal().count
        let code = saeed.code { try move(saeed, record) { .approve(content: $0) } }
        #expect(try code == "return.same_person" && saeed.journal().count == before)
        try move(jane, record) { .approve(content: $0) }
        #expect(try progress(jane, record).state == .approved)
    }
}
