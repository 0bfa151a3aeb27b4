// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Foundation
import Testing

@Suite("A return on the devices of those who make and decide it")
struct ReturnTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    private let quarter = known(ReturnPeriod("2026-Q3"))

    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
    }

    private func date(_ text: String) -> FieldValue { .date(known(PlainDate(text))) }

    @discardableResult
    private func contact(_ person: String, _ day: String) throws -> RecordID {
        try carol.create(
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

    private func outcome(_ measure: String, _ before: Int64, _ after: Int64?) throws -> RecordID {
        var answers: [String: FieldValue] = [
            "participant": .text("p-1"), "measure": .choice(measure),
            "baseline/value": .integer(before), "baseline/date": date("2026-10-01"),
        ]
        if let after {
            let instance: InstanceID = Device.newID()
            answers["followup[\(instance)]/date"] = date("2026-11-01")
            answers["followup[\(instance)]/score"] = .integer(after)
        }
        return try carol.create("outcome", answers)
    }

    private func opened() throws -> (record: RecordID, figures: ReturnFigures) {
        let (saved, figures) = try carol.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place())
        }
        return (saved.record, figures)
    }

    private func prepare(_ record: RecordID) throws {
        _ = try carol.store.write { try $0.prepareReturn(record, answers: [:], asItIs: false) }
    }

    private func submit(_ record: RecordID) throws -> Hash {
        try carol.store.write { try $0.submitReturn(record).content }
    }

    private func progress(on device: Device, _ record: RecordID) throws -> ReturnProgress {
        try device.store.read { try $0.returnOnDevice(record).progress }
    }

    @Test("its figures are counted from the organisation's records of the quarter")
    func figures() throws {
        for (person, day) in [
            ("p-1", "2026-10-01"), ("p-1", "2026-11-02"), ("p-2", "2026-11-03"),
            ("p-3", "2026-09-30"),
        ] { try contact(person, day) }
        let gone = try contact("p-4", "2026-11-03")
        try carol.delete(gone)
        try enrolment("p-1", "2026-10-01")
        try enrolment("p-2", "2026-05-01")
        try enrolment("p-2", "2026-11-01")
        _ = try outcome("scale_10", 3, 5)
        _ = try outcome("ons4_anxiety", 6, 3)
        _ = try outcome("scale_10", 5, 5)
        _ = try outcome("scale_10", 5, nil)
        let (record, figures) = try opened()
        let expected: [String: Int64] = [
            "contacts": 3, "people_supported": 2, "people_new": 1, "outcomes_recorded": 4,
            "outcomes_paired": 3, "outcomes_improved": 2, "held": 0,
        ]
        #expect(figures.fields == fields(expected.mapValues(FieldValue.integer)))
        #expect(figures.leftOut == 0 && figures.counted.count == 9)
        let seen = try #require(try carol.seen(record))
        #expect(seen.fields[field("period")] == .text("2026-Q3"))
        #expect(seen.scope.audience == .council)
        for (name, value) in expected { #expect(seen.fields[field(name)] == .integer(value)) }
    }

    @Test("outcomes on a former scale are counted apart, and never compared with others")
    func scales() throws {
        let before = try outcome("scale_10", 3, 5)
        let mixed = try outcome("scale_10", 4, 5)
        try carol.sync()
        let outcomes = try #require(
            CouncilLog.forms.first { form in
                if case .object(let members) = form { members["id"] == "outcome" } else { false }
            }
        )
        let text = String(decoding: try Canonical.encode(outcomes), as: UTF8.self)
            .replacing(#""version":1"#, with: #""version":2"#)
            .replacing(
                #""name":"value""#,
                with: #""name":"start","mapsFrom":"baseline/value","scale":"new""#
            )
            .replacing(#""name":"score""#, with: #""name":"score","scale":"new""#)
            .replacing("baseline/value\",\"baseline/date", with: "baseline/start\",\"baseline/date")
            .replacing("[\"baseline/value\"", with: "[\"baseline/start\"")
        log.published = [try Canonical.decode(from: Data(text.utf8))]
        try carol.pull()
        let instance: InstanceID = Device.newID()
        try carol.edit(
            mixed,
            [
                "followup[\(instance)]/date": date("2026-11-10"),
                "followup[\(instance)]/score": .integer(9),
            ]
        )
        _ = try carol.create(
            "outcome",
            [
                "participant": .text("p-2"), "measure": .choice("scale_10"),
                "baseline/start": .integer(6), "baseline/date": date("2026-10-01"),
            ]
        )
        let figures = try opened().figures
        #expect(figures.fields[field("outcomes_recorded")] == .integer(1))
        #expect(figures.fields[field("outcomes_improved")] == .integer(0))
        let former = try #require(figures.apart[1])
        #expect(former.recorded == 2 && former.paired == 2 && former.improved == 2)
        #expect(figures.unpaired == 1 && figures.counted.count == 1)
        #expect(!figures.counted.contains(before))
    }

    @Test("a disputed field is nobody's figure: its record is left out, and that is counted")
    func disputed() throws {
        let record = try contact("p-1", "2026-11-01")
        try contact("p-2", "2026-11-02")
        let score = try outcome("scale_10", 3, 5)
        try carol.sync()
        try amina.pull()
        try amina.edit(record, ["date": date("2026-11-05")])
        try amina.edit(score, ["baseline/value": .integer(6)])
        try amina.push()
        try carol.edit(record, ["date": date("2026-11-06")])
        try carol.edit(score, ["baseline/value": .integer(2)])
        try carol.pull()
        #expect(try carol.conflicts().count == 2)
        let figures = try opened().figures
        #expect(figures.leftOut == 2)
        #expect(figures.fields[field("contacts")] == .integer(1))
        #expect(figures.fields[field("outcomes_recorded")] == .integer(0))
        #expect(!figures.counted.contains(record) && !figures.counted.contains(score))
    }

    @Test("it is submitted only when every record behind it is stored, and pulled as well")
    func unsent() throws {
        let counted = try contact("p-1", "2026-11-01")
        let (record, _) = try opened()
        try prepare(record)
        let refused = { (place: SourceLocation) in
            let before = try carol.journal().count
            let problem = #expect(throws: Problem.self, sourceLocation: place) {
                try submit(record)
            }
            #expect(problem?.code == .returnChanged, sourceLocation: place)
            #expect(problem?.message.contains("1 of the records") == true, sourceLocation: place)
            #expect(try carol.journal().count == before, sourceLocation: place)
        }
        try refused(#_sourceLocation)
        try carol.push()
        try refused(#_sourceLocation)
        try carol.pull()
        try carol.edit(counted, ["note": .text("one more thing")])
        try refused(#_sourceLocation)
        try carol.sync()
        _ = try submit(record)
    }

    @Test("the manifest names each record's version and hash, and the content hash all of it")
    func manifest() throws {
        let counted = try contact("p-1", "2026-11-01")
        try contact("p-2", "2026-01-01")
        let (record, _) = try opened()
        try prepare(record)
        try carol.sync()
        let content = try submit(record)
        let state = try #require(log.states[counted])
        let progress = try progress(on: carol, record)
        let revision = try #require(progress.revisions.last)
        let pulled = try CouncilLog.pulled(state)
        #expect(
            revision.manifest == [
                ManifestEntry(record: counted, version: state.version, hash: pulled.hash)
            ]
        )
        #expect(revision.fields == (try carol.seen(record)?.fields))
        #expect(try content == revision.contentHash() && content == progress.content)
        #expect(progress.state == .submitted)
    }

    @Test("a figure that changed after it was prepared is not submitted unnoticed")
    func changedFigures() throws {
        try contact("p-1", "2026-11-01")
        let (record, _) = try opened()
        try prepare(record)
        try contact("p-2", "2026-11-02")
        try carol.sync()
        #expect(carol.code { _ = try submit(record) } == "return.changed")
        #expect(try progress(on: carol, record).state == .ready)
        try prepare(record)
        try carol.sync()
        _ = try submit(record)
        #expect(try carol.value("contacts", of: record) == .integer(2))
    }

    private func submitted() throws -> (record: RecordID, content: Hash) {
        try contact("p-1", "2026-11-01")
        let (record, _) = try opened()
        try prepare(record)
        try carol.sync()
        let content = try submit(record)
        try carol.sync()
        return (record, content)
    }

    private func decide(_ device: Device, _ name: ReturnMove.Name, _ record: RecordID) throws {
        _ = try device.store.write { session in
            try session.decide(on: record) { content in
                switch name {
                case .review: .review(content: content)
                case .accept: .accept(content: content)
                default: .approve(content: content)
                }
            }
        }
    }

    @Test("decisions name the content; who reviewed cannot approve, who did not can")
    func decided() throws {
        let (record, content) = try submitted()
        let rosa = try Device(.reviewer, on: log)
        let saeed = try Device(.seniorChampion, and: [.reviewer], on: log)
        let jane = try Device(.seniorChampion, on: log)
        #expect(rosa.code { try decide(rosa, .accept, record) } == "return.wrong_state")
        try decide(saeed, .review, record)
        try saeed.sync()
        try rosa.pull()
        try decide(rosa, .accept, record)
        try rosa.sync()
        for device in [saeed, jane] { try device.pull() }
        #expect(saeed.code { try decide(saeed, .approve, record) } == "return.same_person")
        #expect(rosa.code { try decide(rosa, .approve, record) } == "return.same_person")
        let other = try Device(.reviewer, on: log)
        #expect(other.code { try decide(other, .approve, record) } == "permission.denied")
        #expect(try saeed.journal().count == 1 && rosa.journal().count == 1)
        try decide(jane, .approve, record)
        try jane.sync()
        try carol.pull()
        let progress = try progress(on: carol, record)
        #expect(progress.state == .approved && progress.approver == jane.identity.person)
        let moves = try [saeed, rosa, jane].flatMap { try $0.journal() }.map(\.change.step)
        #expect(
            moves == [
                .move(.review(content: content)), .move(.accept(content: content)),
                .move(.approve(content: content, role: .seniorChampion)),
            ]
        )
        // The council read the return and none of the people in it.
        #expect(try rosa.store.read { try $0.records() }.map(\.id) == [record])
    }

    @Test("what is no return, or not submitted, cannot be decided; a worker cannot submit")
    func refusals() throws {
        let contact = try contact("p-1", "2026-11-01")
        let (record, _) = try opened()
        try prepare(record)
        try carol.sync()
        try amina.pull()
        let rosa = try Device(.reviewer, on: log)
        #expect(rosa.code { try decide(rosa, .review, record) } == "return.wrong_state")
        #expect(carol.code { _ = try submit(contact) } == "record.unknown")
        let worker = amina.code { _ = try amina.store.write { try $0.submitReturn(record) } }
        #expect(worker == "permission.denied")
        #expect(try amina.journal().isEmpty && rosa.journal().isEmpty)
    }
}
