// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("What a service has to say", .timeLimit(.minutes(5)))
struct ServiceAnswerTests {
    /// As it was written before a tier wanted its reason.
    private func former(on desk: Desk) throws -> PulledRecord {
        let patch: [String: FieldValue] = ["name": .text("Lunch"), "tier": .choice("universal")]
        let change = Change(
            id: ChangeID(high: 9, low: 1),
            device: DeviceID(high: 9, low: 9),
            counter: 1,
            record: RecordID(high: 9, low: 2),
            form: try #require(FormID("service")),
            formVersion: 1,
            scope: Scope(council: desk.bradford, organisation: Desk.hub, audience: .council),
            kind: .create,
            base: 0,
            patch: Dictionary(
                try patch.map { (try #require(FieldPath($0)), Edit(to: $1)) },
                uniquingKeysWith: { first, _ in first }
            ),
            author: PersonID(high: 9, low: 3),
            party: .council,
            at: HybridTime(instant: Desk.now.adding(seconds: -100))
        )
        let state = RecordState(change, version: 1)
        return try state.pulled()
    }

    @Test("one that is there without what is wanted now opens, and is edited elsewhere")
    func former() throws {
        let desk = try Desk(.reviewer)
        let record = try former(on: desk)
        try desk.take(records: [record])
        let id = record.state.record.description
        #expect(try desk.run(["show", id]).output.contains("Universal"))
        #expect(try desk.run(["edit", id, "--set", "email=hello@example.org"]).exit == 0)
    }

    @Test("a tier wants its reason, in words")
    func tier() throws {
        let desk = try Desk(.reviewer)
        let new = [
            "new", "service", "--organisation", "Advice Hub", "--set", "name=Homecare", "--set",
            "tier=universal",
        ]
        let refused = try desk.run(new)
        #expect(refused.exit == ExitStatus.refused)
        #expect(refused.errors.contains("A tier wants its reason"))
        #expect(try desk.run(new + ["--set", "tier_reason=open door"]).exit == 0)
        let id = try #require(try desk.store.read { try $0.services() }.first).record.id
        #expect(try desk.run(["edit", id.description, "--set", "status="]).exit != 0)
    }
}
