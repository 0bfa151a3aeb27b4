// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncHTTP
import SyncService
import Testing

@Suite("Pushing changes")
struct PushTests {
    @Test("stored with a receipt, and the same answer when it comes again")
    func idempotency() async throws {
        let amina = try await World().join(.worker, of: OrganisationID(high: 1, low: 1))
        let change = try amina.contact()
        let first = try await amina.push(change)
        let again = try await amina.push(change)
        #expect(first.expected == 2)
        #expect(again.outcomes.first?.duplicate == true)
        #expect(again.outcomes.first?.result == first.outcomes.first?.result)
        #expect(try await amina.world.verify().changes == 1)
    }

    @Test("a refusal is answered the same way when it comes again")
    func refusalAgain() async throws {
        let amina = try await World().join(.worker, of: OrganisationID(high: 1, low: 1))
        let bad = try amina.contact(minutes: 0)
        let good = try amina.contact()
        let first = try await amina.push(bad, good)
        let again = try await amina.push(bad, good)
        #expect(first.outcomes.map(\.result) == again.outcomes.map(\.result))
        guard case .refused(let problem)? = first.outcomes.first?.result,
            case .stored? = first.outcomes.last?.result
        else {
            Issue.record("the bad one is refused, and the good one behind it stored: \(first)")
            return
        }
        #expect(problem.code == .fieldConstraint)
        #expect(problem.details?["field"] == "minutes")
    }

    @Test("a gap is told what comes next, and nothing is taken")
    func gap() async throws {
        let amina = try await World().join(.worker, of: OrganisationID(high: 1, low: 1))
        amina.counter = 4
        let error = await #expect(throws: Problem.self) {
            try await amina.push(try amina.contact())
        }
        #expect(error?.code == .changeGap)
        #expect(error?.details?["expected"] == 1)
        #expect(try await amina.world.verify().changes == 0)
    }

    @Test("the same counter with another change is a device restored from an old copy")
    func fork() async throws {
        let amina = try await World().join(.worker, of: OrganisationID(high: 1, low: 1))
        _ = try await amina.push(try amina.contact())
        amina.counter = 0
        let error = await #expect(throws: Problem.self) {
            try await amina.push(try amina.contact("another"))
        }
        #expect(error?.code == .changeForked)
    }

    @Test("what is not a change of this device, in order, is refused whole")
    func order() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let carol = try await world.join(.coordinator, of: world.hub)
        let (one, two) = (try amina.contact(), try amina.contact())
        for batch in [[two, one], [one, one], [try carol.contact()]] {
            let error = await #expect(throws: Problem.self) { try await amina.push(batch) }
            #expect(error?.code == .requestMalformed)
        }
        #expect(try await world.verify().changes == 0)
    }

    @Test("bad changes each have their code")
    func codes() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let contact = try amina.contact()
        let version = try await amina.store(contact)
        let edit = ["note": Edit(to: .text("x"))]
        #expect(
            try await amina.refusal(
                of: try amina.change(.edit, contact.record, base: 99, patch: edit)
            )
                == "change.base_unknown"
        )
        #expect(
            try await amina.refusal(of: try amina.change(.edit, amina.newRecord(), patch: edit))
                == "record.unknown"
        )
        #expect(
            try await amina.refusal(
                of: try amina.change(.create, amina.newRecord(), form: "nothing")
            )
                == "form.unknown"
        )
        #expect(
            try await amina.refusal(
                of: try amina.change(
                    .edit,
                    contact.record,
                    base: version,
                    patch: ["nope": Edit(to: nil)]
                )
            )
                == "field.unknown"
        )
        #expect(
            try await amina.refusal(of: try amina.change(.create, contact.record, patch: edit))
                == "record.exists"
        )
        #expect(
            try await amina.refusal(of: try amina.change(.edit, contact.record, base: version))
                == "change.malformed"
        )
        #expect(
            try await amina.refusal(
                of: try amina.change(
                    .edit,
                    contact.record,
                    base: version,
                    patch: edit,
                    party: .council
                )
            )
                == "change.malformed"
        )
        #expect(
            try await amina.refusal(
                of: try amina.change(
                    .resolve,
                    contact.record,
                    base: version,
                    patch: edit,
                    reason: "because"
                )
            )
                == "permission.denied"
        )
        #expect(try await world.verify().isSound)
    }

    @Test("another organisation's records are answered as if they did not exist")
    func otherOrganisation() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let ben = try await world.join(.worker, of: world.circle)
        let contact = try amina.contact()
        let version = try await amina.store(contact)
        let edit = ["note": Edit(to: .text("mine now"))]
        for organisation in [world.hub, world.circle] {
            for (kind, patch) in [
                (Change.Kind.edit, edit), (.delete, ["@exists": Edit(to: .boolean(false))]),
            ] {
                let attempt = try ben.change(
                    kind,
                    contact.record,
                    base: version,
                    patch: patch,
                    organisation: organisation,
                    party: .organisation
                )
                let missing = try ben.change(
                    kind,
                    ben.newRecord(),
                    base: version,
                    patch: patch,
                    organisation: organisation,
                    party: .organisation
                )
                #expect(try await ben.refusal(of: attempt) == "record.unknown")
                #expect(try await ben.refusal(of: missing) == "record.unknown")
            }
        }
        #expect(try await ben.pull().records.isEmpty)
    }

    @Test("work of a person whose role was taken away is held, not lost")
    func held() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let (person, grant) = (amina.person, amina.grant)
        try await world.storage.write { try $0.takeAway(grant, from: person) }
        let change = try amina.contact()
        let answer = try await amina.push(change)
        guard case .held? = answer.outcomes.first?.result else {
            Issue.record("not held: \(answer)")
            return
        }
        let device = amina.device
        let kept = try await world.storage.read { try $0.answer(device: device, counter: 1) }
        #expect(kept?.held == change)
    }

    @Test("a revoked device is told so")
    func revoked() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let device = amina.device
        try await world.storage.write { writer in
            guard var stored = try writer.device(device) else { return }
            stored.revoked = World.start
            try writer.save(stored)
        }
        let error = await #expect(throws: Problem.self) {
            try await amina.push(try amina.contact())
        }
        #expect(error?.code == .deviceRevoked)
    }

    @Test("pushes that wait share a transaction; each gets its own answer")
    func groups() async throws {
        let world = try await World()
        let queue = CommitQueue(storage: world.storage)
        let forms = world.forms
        var pens: [Pen] = []
        for _ in 0..<40 { pens.append(try await world.join(.worker, of: world.hub)) }
        let requests = try pens.map { ($0.device, PushRequest(changes: [try $0.contact()])) }
        await withThrowingTaskGroup(of: PushAnswer.self) { group in
            for (index, (device, request)) in requests.enumerated() {
                // Every tenth is from a device that nobody knows.
                let device = index % 10 == 9 ? DeviceID(high: 9, low: 9) : device
                group.addTask {
                    try await queue.submit {
                        try Push(writer: $0, forms: forms, now: World.start)
                            .take(request, from: device)
                    }
                }
            }
            var (stored, failed) = (0, 0)
            while let result = await group.nextResult() {
                switch result {
                case .success: stored += 1
                case .failure(let error): failed += error is Problem ? 1 : 100
                }
            }
            #expect((stored, failed) == (36, 4))
        }
        #expect(try await world.verify().changes == 36)
    }

    @Test("the copy of a device takes a new identity, and the original works on")
    func newIdentity() async throws {
        let world = try await World()
        let original = try await world.join(.worker, of: world.hub)
        try await original.store(try original.contact("first"))
        let copy = Pen(
            world: world,
            person: original.person,
            device: original.device,
            grant: original.grant,
            token: original.token
        )
        let forked = await #expect(throws: Problem.self) {
            _ = try await copy.push(try copy.contact("from the copy"))
        }
        #expect(forked?.code == .changeForked)
        #expect(forked?.details?["counter"] == .integer(1))

        var random = SystemRandomNumberGenerator()
        let device = DeviceID.make(at: World.start, using: &random)
        let (id, now) = (original.device, World.start)
        let answer = try await world.storage.write { writer in
            let stored = try #require(try writer.device(id))
            return try writer.fork(
                ForkRequest(device: device, deviceName: "copy"),
                of: stored,
                now: now
            )
        }
        #expect(answer.person == original.person)
        let renamed = Pen(
            world: world,
            person: original.person,
            device: device,
            grant: original.grant,
            token: answer.token
        )
        try await renamed.store(try renamed.contact("from the copy"))
        try await original.store(try original.contact("second"))
        #expect(try await world.verify().isSound)
    }
}
