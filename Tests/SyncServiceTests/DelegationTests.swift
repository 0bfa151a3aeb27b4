// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Who submits the returns of a service")
struct DelegationTests {
    private let world: World
    private let carol: Pen
    private let sid: Pen
    private let rosa: Pen

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        sid = try await world.join(.signatory, of: world.hub)
        rosa = try await world.join(.reviewer)
    }

    private func service(_ submits: String?) async throws -> RecordID {
        var patch = ["name": Edit(to: .text("Homecare")), "status": Edit(to: .choice("active"))]
        if let submits { patch["submits"] = Edit(to: .choice(submits)) }
        let change = try rosa.change(
            .create,
            rosa.newRecord(),
            form: "service",
            patch: patch,
            audience: .council,
            organisation: world.hub
        )
        try await rosa.store(change)
        return change.record
    }

    /// A return that is ready, and the move that would hand it in.
    private func submission(of service: String?, by pen: Pen) async throws -> Change {
        var patch = [
            "period": Edit(to: .text("2026-Q3")), "people_supported": Edit(to: .integer(12)),
        ]
        if let service { patch["service"] = Edit(to: .text(service)) }
        let create = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: patch,
            audience: .council
        )
        try await carol.store(create)
        try await carol.store(try await world.step(carol, create.record, .prepare))
        return try await world.step(pen, create.record, .submit(revision: create.opened))
    }

    @Test("the signatory alone, where the service says so; the coordinator too where it does not")
    func setting() async throws {
        let reserved = try await service("signatory").description
        let early = try await submission(of: reserved, by: carol)
        #expect(try await carol.refusal(of: early) == "permission.denied")
        #expect(ReturnProgress(try await world.record(early.record).state).state == .ready)
        try await sid.store(try await submission(of: reserved, by: sid))
        let open = try await service(nil).description
        try await carol.store(try await submission(of: open, by: carol))
    }

    @Test("naming no service, an unknown one, or the name in capitals goes around nothing")
    func around() async throws {
        _ = try await service("signatory")
        for name in [nil, "HOMECARE", "none such"] {
            let change = try await submission(of: name, by: carol)
            #expect(try await carol.refusal(of: change) == "permission.denied", "\(name ?? "")")
        }
    }
}
