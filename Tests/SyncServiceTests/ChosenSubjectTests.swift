// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Who was chosen among records is named, as who was written is")
struct ChosenSubjectTests {
    private static let form = """
        {"id":"call","version":1,"title":"Call","audience":"organisation","category":"case",
         "items":[{"type":"choice","name":"who","choicesFrom":{"records":"participant"}},
                  {"type":"choices","name":"others","choicesFrom":{"records":"participant"}},
                  {"type":"choice","name":"kin","choicesFrom":{"records":"participant"},
                   "recordOf":"participant"}]}
        """

    @Test("a choice, a choice of several, and one that says so are erased with the person")
    func chosen() async throws {
        let world = try await World()
        let admin = try await world.join(.administrator)
        let worker = try await world.join(.worker, of: world.hub)
        let coordinator = try await world.join(.coordinator, of: world.hub)
        let (forms, person) = (world.forms, admin.person)
        let definition = try Canonical.decode(JSON.self, from: Data(Self.form.utf8))
        _ = try await world.storage.write {
            try Administering(writer: $0, by: person, now: World.start)
                .add(AdminRequest.Form(definition: definition, isRehearsal: false), forms: forms)
        }
        var people: [RecordID] = []
        for name in ["A", "B"] {
            let record = worker.newRecord()
            let patch = ["name": Edit(to: .text(name)), "consent": Edit(to: .boolean(true))]
            try await worker.store(
                worker.change(.create, record, form: "participant", patch: patch)
            )
            people.append(record)
        }
        let (erased, kept) = (people[0], people[1])
        let patches: [[String: Edit]] = [
            ["who": Edit(to: .choice(erased.description))],
            ["others": Edit(to: .choices(of: people.map(\.description)))],
            ["kin": Edit(to: .choice(erased.description))],
            ["who": Edit(to: .choice(kept.description))],
        ]
        var calls: [RecordID] = []
        for patch in patches {
            let call = worker.newRecord()
            try await worker.store(worker.change(.create, call, form: "call", patch: patch))
            calls.append(call)
        }
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: erased,
            reference: nil,
            reason: .consentWithdrawn,
            authority: "DSR-2026-015",
            isRehearsal: false
        )
        let eraser = coordinator.person
        let answer = try await world.storage.write {
            try $0.erase(request, forms: forms, person: eraser, now: World.start)
        }
        #expect(Set(answer.plan.records) == Set([erased] + calls.prefix(3)))
        #expect(try await world.verify().isSound)
    }
}
