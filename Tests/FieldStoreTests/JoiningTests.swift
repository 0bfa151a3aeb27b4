// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Testing

@Suite("One person, recorded twice")
struct JoiningTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    private let person: RecordID
    private let duplicate: RecordID

    init() throws {
        amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
        person = try amina.participant("Ann Smith")
        duplicate = try amina.participant("ann smith")
        try amina.sync()
        try carol.pull()
    }

    private func join(_ record: RecordID, _ other: RecordID, on device: Device) throws {
        try device.store.write { _ = try $0.join(record, with: other, reason: "asked her") }
    }

    private func late(on device: Device) throws -> [LateAnswer] {
        try device.store.read { try $0.lateAnswers() }
    }

    private func proposals() throws -> Int {
        try carol.store.read { try $0.duplicates().pairs.count }
    }

    private func waiting() throws -> [RecordID] {
        try carol.store.read { try $0.withheld().map(\.record) }
    }

    @Test("a pair is proposed until somebody joins it, and again after it was parted")
    func proposed() throws {
        #expect(try proposals() == 1)
        try join(duplicate, person, on: carol)
        #expect(try proposals() == 0)
        let apart = carol.code {
            try carol.store.write { _ = try $0.setApart(person, duplicate, reason: "sisters") }
        }
        #expect(apart == "request.malformed")
        #expect(try carol.value("merged_into", of: duplicate) == .text(person.description))
        try carol.store.write { _ = try $0.part(duplicate, reason: "they are sisters") }
        #expect(try carol.value("merged_into", of: duplicate) == nil)
        #expect(try proposals() == 1)
        try carol.store.write { _ = try $0.setApart(person, duplicate, reason: "sisters") }
        #expect(try proposals() == 0)
        try carol.sync()
        try amina.pull()
        #expect(try amina.store.read { try $0.duplicates().pairs.isEmpty })
    }

    @Test("circles, oneself, the same again, strangers and no reason are refused")
    func refused() throws {
        try join(duplicate, person, on: carol)
        for (record, other) in [(person, duplicate), (person, person), (duplicate, person)] {
            #expect(carol.code { try join(record, other, on: carol) } == "request.malformed")
        }
        #expect(carol.code { try join(person, Device.newID(), on: carol) } == "record.unknown")
        let visit = try carol.contact()
        #expect(carol.code { try join(visit, person, on: carol) } == "request.malformed")
        let third = try carol.participant("Ann S")
        let silent = carol.code {
            try carol.store.write { _ = try $0.join(third, with: person, reason: " ") }
        }
        #expect(silent == "reason.missing")
        try carol.delete(third)
        #expect(carol.code { try join(third, person, on: carol) } == "record.deleted")
    }

    @Test("records that name a person in words are linked, and count as that person's")
    func linked() throws {
        let visits = try ["Bea Jones", "bea jones", "Carl"].map {
            try amina.create(
                "contact",
                ["participant": .text($0), "kind": .choice("visit"), "minutes": .integer(30)]
            )
        }
        let bea = try amina.participant("Bea Jones")
        try amina.sync()
        try carol.pull()
        func told() throws -> [RecordID] {
            try carol.store.read { try $0.namedInWords().flatMap(\.records) }
        }
        #expect(try Set(told()) == Set(visits))
        #expect(try carol.store.read { try $0.namedInWords(among: 2) } == nil)
        let none = carol.code {
            try carol.store.write { _ = try $0.link("Dora", to: bea, reason: "asked") }
        }
        #expect(none == "request.malformed")
        let silent = carol.code {
            try carol.store.write { _ = try $0.link("Bea Jones", to: bea, reason: "") }
        }
        #expect(silent == "reason.missing")
        let mistaken = carol.code {
            try carol.store.write { _ = try $0.link("Bea Jones", to: person, reason: "asked") }
        }
        // They are another's name.
        #expect(mistaken == "request.malformed")
        let saved = try carol.store.write { try $0.link("JONES, Bea", to: bea, reason: "asked") }
        #expect(Set(saved.map(\.record)) == Set(visits.prefix(2)))
        for visit in visits.prefix(2) {
            #expect(try carol.value("participant", of: visit) == .text(bea.description))
        }
        #expect(try told() == [visits[2]])
        #expect(try carol.value("participant", of: visits[2]) == .text("Carl"))
        // Nobody else is called so: whoever knows says whom it means.
        let other = try carol.store.write { try $0.link("Carl", to: bea, reason: "his sister") }
        #expect(other.map(\.record) == [visits[2]])
        #expect(try told().isEmpty)
    }

    @Test("where two people are called so, it is said of each record whom it means")
    func linkedApart() throws {
        let visits = try (0..<2).map { _ in
            try amina.create(
                "contact",
                ["participant": .text("Ann Smith"), "kind": .choice("visit")]
            )
        }
        try amina.sync()
        try carol.pull()
        let all = carol.code {
            try carol.store.write { _ = try $0.link("Ann Smith", to: person, reason: "asked") }
        }
        #expect(all == "request.malformed")
        let strange = carol.code {
            try carol.store.write {
                _ = try $0.link("Ann Smith", to: person, only: [duplicate], reason: "asked")
            }
        }
        #expect(strange == "request.malformed")
        try carol.store.write {
            _ = try $0.link("Ann Smith", to: person, only: [visits[0]], reason: "asked")
        }
        #expect(try carol.value("participant", of: visits[0]) == .text(person.description))
        #expect(try carol.value("participant", of: visits[1]) == .text("Ann Smith"))
    }

    @Test("a record whose person is disputed is left to whoever settles it")
    func linkedUndisputed() throws {
        let visits = try ["Bea Jones", "Bea Jones"].map {
            try amina.create("contact", ["participant": .text($0), "kind": .choice("visit")])
        }
        let bea = try amina.participant("Bea Jones")
        try amina.sync()
        try carol.pull()
        try amina.edit(visits[0], ["participant": .text("Bea J")])
        try carol.edit(visits[0], ["participant": .text("B. Jones")])
        try amina.sync()
        try carol.sync()
        #expect(try carol.conflicts().count == 1)
        let saved = try carol.store.write { try $0.link("Bea Jones", to: bea, reason: "asked") }
        #expect(saved.map(\.record) == [visits[1]])
    }

    @Test("whoever is joined with a joined record is joined with the person")
    func chains() throws {
        try join(duplicate, person, on: carol)
        let third = try carol.participant("A. Smith")
        try join(third, duplicate, on: carol)
        #expect(try carol.value("merged_into", of: third) == .text(person.description))
    }

    @Test("what was changed offline in the joined record waits, and is taken over or left")
    func follows() throws {
        try amina.edit(duplicate, ["phone": .text("01274 555")])
        try join(duplicate, person, on: carol)
        try carol.sync()
        #expect(try late(on: carol).isEmpty)
        try amina.sync()
        try carol.pull()
        let waiting = try late(on: carol)
        #expect(waiting.map(\.field) == [field("phone")])
        #expect(waiting.first?.value == .text("01274 555") && waiting.first?.standing == nil)
        #expect(waiting.first?.author == amina.identity.person)
        try carol.store.write {
            _ = try $0.settle(field("phone"), of: duplicate, isKept: false, reason: "hers")
        }
        #expect(try carol.value("phone", of: person) == .text("01274 555"))
        #expect(try late(on: carol).isEmpty)
        try amina.edit(duplicate, ["phone": .text("01274 666")])
        try amina.sync()
        try carol.sync()
        try carol.store.write {
            _ = try $0.settle(field("phone"), of: duplicate, isKept: true, reason: "an old one")
        }
        #expect(try carol.value("phone", of: person) == .text("01274 555"))
        #expect(try late(on: carol).isEmpty)
    }

    @Test("a contact after consent was withdrawn waits until it is kept or deleted")
    func consent() throws {
        let day = FieldValue.date(known(PlainDate("2026-11-01")))
        let visit = try amina.create(
            "contact",
            ["participant": .text(person.description), "kind": .choice("visit"), "date": day]
        )
        try carol.edit(person, ["consent": .boolean(false), "consent_date": day])
        try carol.sync()
        try amina.sync()
        try carol.pull()
        #expect(try waiting() == [visit])
        #expect(try carol.store.read { try $0.casesByScope().values.map(\.contacts.count) } == [1])
        let early = amina.code {
            try amina.store.write { _ = try $0.keep(visit, reason: "mine") }
        }
        #expect(early == "permission.denied")
        try carol.store.write { _ = try $0.keep(visit, reason: "before she said so") }
        #expect(try waiting().isEmpty)
        let again = carol.code {
            try carol.store.write { _ = try $0.keep(visit, reason: "again") }
        }
        #expect(again == "request.malformed")
    }
}

extension Device {
    fileprivate func participant(_ name: String) throws -> RecordID {
        try create(
            "participant",
            [
                "name": .text(name), "born": .date(known(PlainDate("1950-03-04"))),
                "consent": .boolean(true), "consent_date": .date(known(PlainDate("2026-04-01"))),
            ]
        )
    }
}
