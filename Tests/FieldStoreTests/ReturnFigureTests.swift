// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("Figures of a return that are set by hand, or begun from the last one")
struct ReturnFigureTests {
    private let log = CouncilLog()
    private let carol: Device
    private let contacts = field("contacts")

    init() throws { carol = try Device(.coordinator, on: log) }

    private func contact(_ day: String) throws {
        _ = try carol.create(
            "contact",
            [
                "participant": .text("p-1"), "kind": .choice("visit"),
                "date": .date(known(PlainDate(day))),
            ]
        )
        try carol.sync()
    }

    private func open(
        _ quarter: String = "2026-Q3",
        _ answers: [FieldPath: FieldValue?] = [:],
        continuing: Bool = false
    ) throws -> RecordID {
        try carol.store.write {
            try $0.openReturn(
                known(ReturnPeriod(quarter)),
                answers: answers,
                in: Place(),
                continuing: continuing
            ).saved.record
        }
    }

    private func prepare(
        _ record: RecordID,
        _ answers: [FieldPath: FieldValue?] = [:],
        reason: String? = nil
    ) throws {
        _ = try carol.store.write {
            try $0.prepareReturn(record, answers: answers, reason: reason)
        }
    }

    /// The adjustments as the return has them, by figure.
    private func adjustments(_ record: RecordID) throws -> [String: [String: FieldValue]] {
        var found: [String: [String: FieldValue]] = [:]
        let fields = try #require(try carol.seen(record)).fields
        for (path, value) in fields where path.segments.first?.name == "adjustment" {
            let instance = path.segments[0].instance?.description ?? ""
            found[instance, default: [:]][path.segments[1].name] = value
        }
        var named: [String: [String: FieldValue]] = [:]
        for fields in found.values {
            guard case .choice(let figure)? = fields["figure"] else { continue }
            named[figure] = fields
        }
        return named
    }

    @Test("what was set by hand and stays is named where the records count otherwise since")
    func kept() throws {
        try contact("2026-11-01")
        let record = try open()
        let kept = { (answers: [FieldPath: FieldValue?]) in
            try carol.store.read { try $0.keptByHand(in: record, answers: answers) }
        }
        #expect(try kept([:]).isEmpty)
        try prepare(record, [contacts: .integer(4)], reason: "three on paper")
        #expect(try kept([:]).isEmpty)
        try contact("2026-11-02")
        let found = try #require(try kept([:]).first)
        #expect(found.figure == contacts && found.byHand == 4 && found.reason == "three on paper")
        #expect(found.was == 1 && found.now == 2)
        // Who gives the figure anew has seen what is counted.
        #expect(try kept([contacts: .integer(5)]).isEmpty)
        try prepare(record)
        #expect(try carol.value("contacts", of: record) == .integer(4))
        #expect(try kept([:]).isEmpty)
    }

    @Test("a figure that is set by hand needs a reason, and stands beside what is counted")
    func byHand() throws {
        try contact("2026-11-01")
        let record = try open()
        let code = carol.code { try prepare(record, [contacts: .integer(4)]) }
        #expect(code == "reason.missing")
        #expect(try carol.value("contacts", of: record) == .integer(1))
        try prepare(record, [contacts: .integer(4)], reason: "three on paper")
        #expect(try carol.value("contacts", of: record) == .integer(4))
        let adjustment = try #require(try adjustments(record)["contacts"])
        #expect(adjustment["counted"] == .integer(1))
        #expect(adjustment["reason"] == .text("three on paper"))
        try carol.sync()
        _ = try carol.store.write { try $0.submitReturn(record) }
    }

    @Test("counted anew, it stays by hand, with what is counted now; set right, it is no more")
    func anew() throws {
        try contact("2026-11-01")
        let record = try open()
        try prepare(record, [contacts: .integer(4)], reason: "three on paper")
        try contact("2026-11-02")
        #expect(
            carol.code { _ = try carol.store.write { try $0.submitReturn(record) } }
                == "return.changed"
        )
        try prepare(record)
        #expect(try carol.value("contacts", of: record) == .integer(4))
        #expect(try adjustments(record)["contacts"]?["counted"] == .integer(2))
        try prepare(record, [contacts: .integer(2)])
        #expect(try carol.value("contacts", of: record) == .integer(2))
        #expect(try adjustments(record).isEmpty)
    }

    @Test("submitted as it is, every figure that is not counted so says why")
    func asItIs() throws {
        try contact("2026-11-01")
        let record = try open()
        try prepare(record)
        try contact("2026-11-02")
        let submit = { (reason: String?) in
            _ = try carol.store.write { session in
                try session.submitReturn(record, asItIs: true, reason: reason)
            }
        }
        #expect(carol.code { try submit(nil) } == "reason.missing")
        try submit("the second was not ours")
        let revision = try #require(
            try carol.store.read { try $0.returnOnDevice(record).progress.revisions.last }
        )
        #expect(revision.fields[contacts] == .integer(1))
        #expect(try adjustments(record)["contacts"]?["counted"] == .integer(2))
    }

    @Test("two people who adjust one figure without a network meet in a conflict about it")
    func together() throws {
        try contact("2026-11-01")
        let record = try open()
        try carol.sync()
        let dora = try Device(.coordinator, on: log)
        try dora.pull()
        try prepare(record, [contacts: .integer(4)], reason: "three on paper")
        _ = try dora.store.write {
            try $0.prepareReturn(record, answers: [contacts: .integer(6)], reason: "five more")
        }
        try carol.sync()
        try dora.sync()
        let fields = Set(try dora.conflicts().map { $0.field.template })
        #expect(fields == ["contacts", "adjustment/reason"])
    }

    @Test("begun from the last one, it has its words, and none of its figures")
    func continued() throws {
        try contact("2026-08-01")
        let last = try open("2026-Q2", [field("challenges"): .text("too few drivers")])
        #expect(try carol.value("contacts", of: last) == .integer(1))
        #expect(carol.code { _ = try open("2026-Q1", continuing: true) } == "record.unknown")
        let next = try open("2026-Q3", continuing: true)
        #expect(try carol.value("challenges", of: next) == .text("too few drivers"))
        #expect(try carol.value("contacts", of: next) == .integer(0))
        #expect(try carol.value("period", of: next) == .text("2026-Q3"))
    }

    @Test("a figure by hand is told beside what the records count now")
    func recounted() throws {
        for day in ["2026-10-01", "2026-10-02", "2026-10-03"] { try contact(day) }
        let record = try open()
        try prepare(record, [contacts: .integer(9)], reason: "six were on paper")
        try carol.sync()
        _ = try carol.store.write { try $0.submitReturn(record) }
        func recounts() throws -> [FieldPath: ReturnRecount] {
            try carol.store.read { try $0.recounts(of: $0.returnOnDevice(record)) }
        }
        #expect(try recounts().isEmpty)
        try contact("2026-10-04")
        let found = try #require(try recounts()[contacts])
        #expect(found.was == 3 && found.now == 4 && found.isMaterial)
    }
}
