// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService
import Testing

/// A world in which every kind of act that is kept in a log was done, each as it is done in use.
struct BusyCouncil {
    let world: World
    let admin: Pen
    let carol: Pen
    /// A worker whose role was taken away while she was offline.
    let amina: Pen
    /// A reviewer until her role was taken away.
    let rosa: PersonID
    let reviewing: Grant
    /// Amina's late changes: adopted, refused, and not decided about.
    private(set) var held: [Change] = []

    init() async throws {
        world = try await World()
        admin = try await world.join(.administrator)
        carol = try await world.join(.coordinator, of: world.hub)
        amina = try await world.join(.worker, of: world.hub)
        var random = SystemRandomNumberGenerator()
        rosa = .make(at: World.start, using: &random)
        reviewing = try #require(
            Grant(role: .reviewer, council: world.bradford, organisation: nil)
        )
        try await commission()
        try await give()
        try await enrol()
        try await publish()
        held = try await decide()
        try await erase()
    }

    @discardableResult
    func administer<Value: Sendable>(
        _ body: @escaping @Sendable (Administering) throws -> Value
    ) async throws -> Value {
        let person = admin.person
        return try await world.storage.write { writer in
            try body(Administering(writer: writer, by: person, now: World.start))
        }
    }

    private func commission() async throws {
        let leeds = try #require(CouncilID("leeds"))
        for threshold in [nil, 7] {
            let request = AdminRequest.Council(
                id: leeds,
                name: "Leeds",
                gss: "E08000035",
                region: nil,
                threshold: threshold
            )
            try await administer { try $0.add(request) }
        }
        let mill = AdminRequest.Organisation(
            id: OrganisationID(high: 1, low: 9),
            council: leeds,
            name: "Mill"
        )
        try await administer { try $0.add(mill) }
    }

    private func give() async throws {
        let request = AdminRequest.Person(id: rosa, name: "Rosa", grants: [reviewing])
        _ = try await administer { try $0.add(request) }
        for isRevoked in [true, false, true] {
            let change = AdminRequest.GrantChange(
                person: rosa,
                grant: reviewing,
                isRevoked: isRevoked
            )
            try await administer { try $0.change(change) }
        }
    }

    /// A device by a code, one that was made with it, and a third of the same person; the first two
    /// are revoked.
    private func enrol() async throws {
        let rosa = rosa
        var random = SystemRandomNumberGenerator()
        let ids = (0..<3).map { _ in DeviceID.make(at: World.start, using: &random) }
        try await world.storage.write { writer in
            for id in [ids[0], ids[2]] {
                let code = try writer.makeEnrolmentCode(for: rosa, now: World.start).code
                let request = EnrolRequest(code: code, device: id, deviceName: "phone")
                _ = try writer.enrol(request, now: World.start)
            }
            let first = try #require(try writer.device(ids[0]))
            let copy = ForkRequest(device: ids[1], deviceName: "copy")
            _ = try writer.fork(copy, of: first, now: World.start)
            _ = try writer.makeEnrolmentCode(for: rosa, now: World.start)
        }
        let revocation = AdminRequest.Revocation(device: ids[0], reason: "lost")
        try await administer { try $0.revoke(revocation) }
    }

    private func publish() async throws {
        let forms = world.forms
        let request = AdminRequest.Form(definition: PublishingTests.visit(1), isRehearsal: false)
        _ = try await administer { try $0.add(request, forms: forms) }
        let visit = try #require(FormID("visit"))
        for isClosed in [true, false, true] {
            let closing = AdminRequest.FormClosing(
                form: visit,
                isClosed: isClosed,
                reason: "a trial",
                isRehearsal: false
            )
            _ = try await administer { try $0.close(closing) }
        }
    }

    /// Amina's first change is stored, one refused, and of those that are held one is adopted, one
    /// refused, one waits.
    private func decide() async throws -> [Change] {
        try await amina.store(amina.contact("in time"))
        _ = try await amina.refusal(
            of: amina.change(.edit, amina.newRecord(), base: 99, patch: [:])
        )
        let (person, grant) = (amina.person, amina.grant)
        let change = AdminRequest.GrantChange(person: person, grant: grant, isRevoked: true)
        try await administer { try $0.change(change) }
        let held = try (0..<3).map { try amina.contact("late \($0)") }
        _ = try await amina.push(held)
        let (forms, decider) = (world.forms, carol.person)
        for (change, adopt) in zip(held, [true, false]) {
            let decision = HeldDecision(change: change.id, adopt: adopt, reason: "she was there")
            _ = try await world.storage.write {
                try $0.decide(decision, forms: forms, person: decider, now: World.start)
            }
        }
        return held
    }

    private func erase() async throws {
        let made = try carol.change(
            .create,
            carol.newRecord(),
            form: "participant",
            patch: ["name": Edit(to: .text("Z")), "consent": Edit(to: .boolean(true))]
        )
        try await carol.store(made)
        let request = ErasureRequest(
            id: RouteRow.id(),
            record: made.record,
            reference: nil,
            reason: .notNeeded,
            authority: "DSR-1",
            isRehearsal: false
        )
        let (forms, person) = (world.forms, carol.person)
        _ = try await world.storage.write {
            try $0.erase(request, forms: forms, person: person, now: World.start)
        }
    }

    /// Writes into the file past the server.
    func tamper(_ sql: String, _ arguments: StatementArguments = []) async throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let path = world.folder + "/keeplocal.sqlite"
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.write { try $0.execute(sql: sql, arguments: arguments) }
        try other.close()
    }
}
