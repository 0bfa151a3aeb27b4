// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@Suite("Records of other forms are written with the one that is saved")
struct EntityStoreTests {
    private let log = CouncilLog()
    let amina: Device
    let ben: Device

    init() throws {
        log.published = try [Self.client, Self.checkup, Self.intake, Self.family].map {
            try Canonical.decode(from: Data($0.utf8))
        }
        amina = try Device(on: log)
        ben = try Device(on: log)
    }

    private static let client = """
        {"id": "client", "version": 1, "title": "Client", "audience": "organisation",
         "category": "case", "summary": "full_name", "items": [
            {"type": "text", "name": "full_name", "required": "true()"},
            {"type": "text", "name": "phone", "constraint": "regex(., '^[0-9]+$')"},
            {"type": "text", "name": "address"}]}
        """

    /// Changes a client; what the client has is filled in beforehand.
    private static let checkup = """
        {"id": "checkup", "version": 1, "title": "Check-up", "audience": "organisation",
         "category": "case", "entities": [{"form": "client", "record": "${who}"}], "items": [
            {"type": "choice", "name": "who", "choicesFrom": {"records": "client"}},
            {"type": "text", "name": "phone", "saveTo": "phone", "trigger": ["who"],
             "calculation": "instance('client')/root/item[name = ${who}]/phone"},
            {"type": "text", "name": "address", "saveTo": "address", "trigger": ["who"],
             "calculation": "pulldata('client', 'address', 'name', ${who})"}]}
        """

    /// Makes a client.
    private static let intake = """
        {"id": "intake", "version": 1, "title": "Intake", "audience": "organisation",
         "category": "case",
         "entities": [{"form": "client", "createIf": "${agreed}", "label": "${name}"}], "items": [
            {"type": "text", "name": "name"}, {"type": "boolean", "name": "agreed"},
            {"type": "text", "name": "number", "saveTo": "phone"},
            {"type": "text", "name": "same", "constraint":
             "count(instance('client')/root/item[label = ${same}]) = 0"}]}
        """

    /// Makes a client of each child.
    private static let family = """
        {"id": "family", "version": 1, "title": "Family", "audience": "organisation",
         "category": "case",
         "entities": [{"form": "client", "within": "child", "label": "${name}"}], "items": [
            {"type": "repeat", "name": "child", "items": [
                {"type": "text", "name": "name"},
                {"type": "text", "name": "number", "saveTo": "phone"}]}]}
        """

    @Test("a part that is refused takes what its entities wrote with it; the rest goes on")
    func attempt() throws {
        let children = [
            "01980000-0000-7000-8000-000000000001", "01980000-0000-7000-8000-000000000002",
        ]
        let answers: [String: FieldValue] = [
            "child[\(children[0])]/name": .text("Ann"), "child[\(children[0])]/number": .text("1"),
            "child[\(children[1])]/name": .text("Bob"), "child[\(children[1])]/number": .text("x"),
        ]
        let family = known(FormID("family"))
        let mended = answers.merging(["child[\(children[1])]/number": .text("2")]) { $1 }
        let refused = try amina.store.write { session in
            let refused = Self.isRefused(family, fields(answers), session)
            _ = try session.attempt { try session.create(family, fields: fields(mended)) }
            return refused
        }
        #expect(refused)
        let changes = try amina.journal([.saved]).map(\.change)
        #expect(changes.map(\.form.text) == ["client", "client", "family"])
        #expect(changes.map(\.counter) == [1, 2, 3])
        // The side file has the same, and nothing of what was refused.
        try FileManager.default.removeItem(atPath: amina.home + "/keeplocal.sqlite")
        _ = try Repairing(home: Home(path: amina.home)).run()
        let kept = try amina.reopened().read { try $0.journal(in: JournalEntry.State.allCases) }
        #expect(kept.map(\.change) == changes)
    }

    private static func isRefused(
        _ form: FormID,
        _ fields: [FieldPath: FieldValue],
        _ session: StoreSession
    ) -> Bool {
        do {
            _ = try session.attempt { try session.create(form, fields: fields) }
            return false
        } catch { return error is FieldProblems }
    }

    func ann() throws -> RecordID {
        let ann = try amina.create(
            "client",
            ["full_name": .text("Ann"), "phone": .text("1"), "address": .text("Mill Lane")]
        )
        try amina.sync()
        try ben.pull()
        return ann
    }

    /// A check-up that names the client and is kept, as an interview keeps it.
    func begun(_ client: RecordID) throws -> (Draft, Filling) {
        try amina.store.write { session in
            let begun = try session.begin(session.form(known(FormID("checkup"))))
            let form = try session.form(of: begun)
            var filling = Filling(form, surroundings: try session.surroundings(for: form))
            filling.answer(field("who"), with: .choice(client.description))
            var draft = begun
            draft.answers = filling.answers
            draft.see(filling)
            try session.keep(draft, after: begun)
            return (draft, filling)
        }
    }

    /// Goes on with what was kept, in another process and after whatever was pulled since.
    func finish(_ draft: RecordID, _ answers: [String: FieldValue]) throws -> Saved {
        try amina.reopened().write { session in
            let draft = known(try session.draft(draft))
            let form = try session.form(of: draft)
            var filling = Filling(
                form,
                answers: draft.answers,
                surroundings: try session.surroundings(for: form)
            )
            for (path, value) in answers { filling.answer(field(path), with: value) }
            return try session.finish(draft, filling)
        }
    }

    @Test("a value that was filled in beforehand never takes the place of a newer one")
    func delta() throws {
        let ann = try ann()
        let (draft, filling) = try begun(ann)
        #expect(filling.value(at: field("phone")) == .text("1"))
        try ben.edit(ann, ["phone": .text("2")])
        try ben.sync()
        try amina.pull()
        let saved = try finish(draft.id, ["address": .text("Moor Road")])
        #expect(saved.entities.map(\.record) == [ann])
        let changes = try amina.journal([.saved]).map(\.change)
        #expect(changes.map(\.record) == [ann, draft.id])
        #expect(Set(changes[0].patch.keys) == [field("address")])
        try amina.sync()
        try ben.pull()
        for device in [amina, ben] {
            #expect(try device.value("phone", of: ann) == .text("2"))
            #expect(try device.value("address", of: ann) == .text("Moor Road"))
            #expect(try device.conflicts().isEmpty)
        }
    }

    @Test("the same answer altered on two devices is the ordinary conflict")
    func conflict() throws {
        let ann = try ann()
        let (draft, _) = try begun(ann)
        try ben.edit(ann, ["address": .text("High Street")])
        try ben.sync()
        try amina.pull()
        _ = try finish(draft.id, ["address": .text("Moor Road")])
        try amina.sync()
        let conflict = try #require(try amina.conflicts().first)
        #expect(conflict.record == ann && conflict.field == field("address"))
        #expect(conflict.base == .text("Mill Lane"))
    }

    @Test("nothing that was altered writes nothing, and the record is saved all the same")
    func untouched() throws {
        let ann = try ann()
        let (draft, _) = try begun(ann)
        let saved = try finish(draft.id, [:])
        #expect(saved.change != nil && saved.entities.first?.change == nil)
        #expect(try amina.journal([.saved]).count == 1)
    }

    @Test("a record is made as its condition says, before the one that makes it")
    func made() throws {
        let none = try amina.store.write {
            try $0.create(
                known(FormID("intake")),
                fields: fields(["name": .text("Eve"), "agreed": .boolean(false)])
            )
        }
        #expect(none.entities.isEmpty)
        let saved = try amina.store.write {
            try $0.create(
                known(FormID("intake")),
                fields: fields([
                    "name": .text("Eve"), "agreed": .boolean(true), "number": .text("77"),
                ])
            )
        }
        let eve = try #require(saved.entities.first)
        #expect(eve.isNew)
        #expect(try amina.value("full_name", of: eve.record) == .text("Eve"))
        #expect(try amina.value("phone", of: eve.record) == .text("77"))
        #expect(try amina.journal().map(\.change.record).suffix(2) == [eve.record, saved.record])
    }

    @Test("what the other form refuses is told of at the question, and nothing is saved")
    func refused() throws {
        let problems = #expect(throws: FieldProblems.self) {
            try amina.create(
                "intake",
                ["name": .text("Eve"), "agreed": .boolean(true), "number": .text("none")]
            )
        }
        #expect(problems?.problems.map(\.path) == ["number"])
        #expect(problems?.problems.first?.message.hasPrefix("Client: ") == true)
        #expect(try amina.journal().isEmpty)
        let unnamed = #expect(throws: FieldProblems.self) {
            try amina.create("intake", ["agreed": .boolean(true), "number": .text("1")])
        }
        #expect(unnamed?.problems.first?.code == .fieldRequired)
        #expect(try amina.journal().isEmpty)
    }

    @Test("a record that is gone or unknown cannot be changed, and nothing is saved")
    func gone() throws {
        let ann = try ann()
        try amina.delete(ann)
        #expect(
            code { _ = try amina.create("checkup", check(ann, "x")) } == "record.deleted"
        )
        let unknown = #expect(throws: FieldProblems.self) {
            try amina.create("checkup", check(Device.newID(), "x"))
        }
        #expect(unknown?.problems.first?.path == "who")
        #expect(try amina.journal([.saved]).map(\.change.kind) == [.delete])
    }

    private func check(_ who: RecordID, _ address: String) -> [String: FieldValue] {
        ["who": .choice(who.description), "address": .text(address)]
    }

    private func code(_ attempt: () throws -> Void) -> String? { amina.code(of: attempt) }

    @Test("a rule that looks at records sees those of this device, within one transaction too")
    func rules() throws {
        _ = try ann()
        let problems = #expect(throws: FieldProblems.self) {
            try amina.create("intake", ["same": .text("Ann")])
        }
        #expect(problems?.problems.first?.path == "same")
        _ = try amina.create("intake", ["same": .text("Eve")])
        #expect(throws: FieldProblems.self) {
            try amina.store.write { session in
                let intake = known(FormID("intake"))
                for _ in 0..<2 {
                    let answers = fields([
                        "name": .text("Eve"), "agreed": FieldValue.boolean(true),
                        "same": .text("Eve"),
                    ])
                    _ = try session.create(intake, fields: answers)
                }
            }
        }
        #expect(try amina.store.read { try $0.records(form: known(FormID("client"))) }.count == 1)
    }

    @Test("an unsent record that chose somebody goes with them when they are erased")
    func erased() throws {
        let ann = try ann()
        let record = try amina.create("checkup", ["who": .choice(ann.description)])
        let (draft, _) = try begun(ann)
        let erasure = Erasure(
            id: Device.newID(),
            council: log.bradford,
            organisation: log.hub,
            records: [ann],
            at: CouncilLog.start,
            by: Device.newID(),
            reason: .consentWithdrawn,
            authority: "DSR-7"
        )
        try amina.store.write { try $0.take([erasure]) }
        #expect(try amina.store.read { try $0.record(record) } == nil)
        #expect(try amina.store.read { try $0.draft(draft.id) } == nil)
        let list = try amina.store.read { try $0.recordList(of: known(FormID("client"))) }
        #expect(list.choices.isEmpty && list.label(of: ann.description) == nil)
    }
}
