// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Who is named is found, whatever a later version of the form calls the field")
struct ErasedAcrossVersionsTests {
    private static func call(_ version: Int, _ field: String) throws -> JSON {
        let text = """
            {"id":"call","version":\(version),"title":"Call","audience":"organisation",
             "category":"case","items":[\(field),{"type":"text","name":"note"}]}
            """
        return try Canonical.decode(JSON.self, from: Data(text.utf8))
    }

    @Test("a renamed field still names its participant, under both versions, and verifies")
    func renamed() async throws {
        let world = try await World()
        let admin = try await world.join(.administrator)
        let worker = try await world.join(.worker, of: world.hub)
        let coordinator = try await world.join(.coordinator, of: world.hub)
        let (forms, person) = (world.forms, admin.person)
        let publish = { (definition: JSON) async throws in
            let request = AdminRequest.Form(definition: definition, isRehearsal: false)
            _ = try await world.storage.write {
                try Administering(writer: $0, by: person, now: World.start)
                    .add(request, forms: forms)
            }
        }
        let who = #"{"type":"text","name":"who","recordOf":"participant"}"#
        try await publish(Self.call(1, who))
        let patch = ["name": Edit(to: .text("A")), "consent": Edit(to: .boolean(true))]
        let participant = worker.newRecord()
        try await worker.store(
            worker.change(.create, participant, form: "participant", patch: patch)
        )
        let names = ["who": Edit(to: .text(participant.description))]
        let first = worker.newRecord()
        let base = try await worker.store(
            worker.change(.create, first, form: "call", patch: names)
        )

        let client = #"{"type":"text","name":"client","recordOf":"participant","mapsFrom":"who"}"#
        try await publish(Self.call(2, client))
        let note = ["note": Edit(to: .text("rang back"))]
        try await worker.store(
            worker.change(.edit, first, form: "call", base: base, patch: note).with(formVersion: 2)
        )
        let late = worker.newRecord()
        try await worker.store(worker.change(.create, late, form: "call", patch: names))
        #expect(try await world.verify().isSound)

        let request = ErasureRequest(
            id: RouteRow.id(),
            record: participant,
            reference: nil,
            reason: .consentWithdrawn,
            authority: "DSR-2026-014",
            isRehearsal: false
        )
        let eraser = coordinator.person
        let answer = try await world.storage.write {
            try $0.erase(request, forms: forms, person: eraser, now: World.start)
        }
        #expect(Set(answer.plan.records) == [participant, first, late])
        #expect(try await world.verify().isSound)
    }
}
