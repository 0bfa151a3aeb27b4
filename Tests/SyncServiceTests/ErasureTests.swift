// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService
import Testing

@Suite("Erasing a participant at the server")
struct ErasureTests {
    let world: World
    let worker: Pen
    let coordinator: Pen

    init() async throws {
        world = try await World()
        worker = try await world.join(.worker, of: world.hub)
        coordinator = try await world.join(.coordinator, of: world.hub)
    }

    private func participant(_ name: String) throws -> Change {
        try worker.change(
            .create,
            worker.newRecord(),
            form: "participant",
            patch: ["name": Edit(to: .text(name)), "consent": Edit(to: .boolean(true))]
        )
    }

    private func contact(of participant: RecordID, _ note: String) throws -> Change {
        try worker.change(
            .create,
            worker.newRecord(),
            patch: [
                "participant": Edit(to: .text(participant.description.uppercased())),
                "kind": Edit(to: .choice("visit")), "note": Edit(to: .text(note)),
            ]
        )
    }

    private func request(
        _ record: RecordID,
        reference: String? = nil,
        reason: Erasure.Reason = .consentWithdrawn,
        authority: String = "DSR-2026-014"
    ) -> ErasureRequest {
        ErasureRequest(
            id: RouteRow.id(),
            record: record,
            reference: reference,
            reason: reason,
            authority: authority,
            isRehearsal: false
        )
    }

    private func erase(_ request: ErasureRequest, by pen: Pen? = nil) async throws -> ErasureAnswer
    {
        let (forms, person) = (world.forms, (pen ?? coordinator).person)
        return try await world.storage.write {
            try $0.erase(request, forms: forms, person: person, now: World.start)
        }
    }

    private func refusal(_ request: ErasureRequest, by pen: Pen? = nil) async throws -> String? {
        do {
            _ = try await erase(request, by: pen)
            return nil
        } catch let problem as Problem {
            return problem.code.text
        }
    }

    private func confirm(_ id: ErasureID, _ pen: Pen) async throws -> ConfirmationAnswer {
        let sender = pen.device
        return try await world.storage.write { writer in
            let device = try #require(try writer.device(sender))
            let confirmation = Confirmation(erasures: [id], feeds: [])
            return try writer.confirm(confirmation, by: device, now: World.start)
        }
    }

    /// Files of the data folder that hold the text anywhere.
    private func places(of text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { name in
            let data = FileManager.default.contents(atPath: world.folder + "/" + name)
            return data?.range(of: Data(text.utf8)) != nil
        }
    }

    @Test("nothing of the person is left in any file, and all else stays and verifies")
    func everywhere() async throws {
        let person = try participant("CANARY-NAME")
        try await worker.store(person)
        let visit = try contact(of: person.record, "CANARY-NOTE")
        try await worker.store(visit)
        let named = try worker.contact("CANARY-REFERENCE")
        try await worker.store(named)
        let other = try participant("Somebody else")
        try await worker.store(other)
        #expect(try !places(of: "CANARY-").isEmpty)

        let answer = try await erase(request(person.record, reference: "p-1"))
        #expect(answer.plan.records == [person.record, visit.record, named.record].sorted())
        #expect(answer.plan.changes == 3)
        #expect(answer.report?.waiting.count == 2)
        #expect(try places(of: "CANARY-") == [])
        for record in answer.plan.records {
            #expect(try await world.storage.read { try $0.record(record) } == nil)
        }
        let verified = try await world.verify()
        #expect(verified.isSound, "\(verified)")
        #expect(verified.erased == 3 && verified.records == 1 && verified.changes == 4)
        let feed = Feed(council: world.bradford, organisation: world.hub, audience: .organisation)
        let page = try await worker.pull()
        #expect(page.records.map(\.state.record) == [other.record])
        #expect(page.erasures.map(\.records) == [answer.plan.records])
        let digest = try await world.storage.read { try $0.digest(feed) }
        #expect(page.feeds.first { $0.feed == feed }?.digest == digest)
    }

    @Test("what comes too late is refused, and nothing of it is kept")
    func late() async throws {
        let person = try participant("Before")
        let version = try await worker.store(person)
        _ = try await erase(request(person.record))
        let edit = try worker.change(
            .edit,
            person.record,
            form: "participant",
            base: version,
            patch: ["note": Edit(to: .text("CANARY-LATE"))]
        )
        #expect(try await worker.refusal(of: edit) == "record.erased")
        let naming = try contact(of: person.record, "CANARY-LATE")
        #expect(try await worker.refusal(of: naming) == "record.erased")
        let again = try worker.change(
            .create,
            person.record,
            form: "participant",
            patch: ["name": Edit(to: .text("CANARY-LATE"))]
        )
        #expect(try await worker.refusal(of: again) == "record.erased")
        // Others learn no more than of any record that is not theirs.
        let stranger = try await world.join(.worker, of: world.circle)
        let guess = try stranger.change(
            .edit,
            person.record,
            form: "participant",
            patch: ["note": Edit(to: .text("CANARY-LATE"))]
        )
        #expect(try await stranger.refusal(of: guess) == "record.unknown")
        // A copy of what was stored before is answered as the first time.
        let repeated = try await worker.push(person)
        #expect(repeated.outcomes.first?.duplicate == true)
        #expect(try places(of: "CANARY-") == [])
        #expect(try await world.verify().isSound)
    }

    @Test("what was held for a decision goes too, with the reason of one that was made")
    func held() async throws {
        let person = try participant("Before")
        let version = try await worker.store(person)
        let (grant, author) = (worker.grant, worker.person)
        try await world.storage.write {
            try $0.takeAway(grant, from: author)
        }
        let edits = try ["CANARY-ONE", "CANARY-TWO"].map { text in
            try worker.change(
                .edit,
                person.record,
                form: "participant",
                base: version,
                patch: ["note": Edit(to: .text(text))],
                party: .organisation
            )
        }
        let visit = try contact(of: person.record, "CANARY-HELD")
        let answer = try await worker.push(edits + [visit])
        for outcome in answer.outcomes {
            guard case .held = outcome.result else {
                Issue.record("not held: \(outcome)")
                continue
            }
        }
        let decision = HeldDecision(change: edits[0].id, adopt: false, reason: "CANARY-REASON")
        let (forms, decider) = (world.forms, coordinator.person)
        _ = try await world.storage.write {
            try $0.decide(decision, forms: forms, person: decider, now: World.start)
        }
        let erased = try await erase(request(person.record))
        #expect(erased.plan.held == 2 && erased.plan.records.contains(visit.record))
        #expect(try places(of: "CANARY-") == [])
        let outcomes = try await worker.push(edits + [visit]).outcomes
        for outcome in outcomes {
            guard case .refused(let problem) = outcome.result else {
                Issue.record("still kept: \(outcome)")
                continue
            }
            #expect(problem.code == .recordErased)
        }
        #expect(try await world.verify().isSound)
    }

    @Test("only who may erases, and what must be kept is kept")
    func rights() async throws {
        let person = try participant("Somebody")
        try await worker.store(person)
        #expect(try await refusal(request(person.record), by: worker) == "permission.denied")
        for (role, organisation) in [
            (Role.coordinator, world.circle), (.reviewer, nil), (.seniorChampion, nil),
            (.finance, nil), (.auditor, nil), (.network, nil),
        ] {
            let pen = try await world.join(role, of: organisation)
            #expect(try await refusal(request(person.record), by: pen) == "record.unknown")
        }
        let signatory = try await world.join(.signatory, of: world.hub)
        #expect(try await refusal(request(person.record), by: signatory) == "permission.denied")
        let administrator = try await world.join(.administrator)
        #expect(
            try await refusal(request(person.record), by: administrator) == "permission.denied"
        )
        #expect(
            try await refusal(request(person.record, authority: "she asked us"))
                == "request.malformed"
        )
        let hold = { @Sendable (isReleased: Bool) in
            HoldRequest(record: person.record, authority: "COURT-7", isReleased: isReleased)
        }
        let decider = coordinator.person
        try await world.storage.write {
            try $0.hold(hold(false), person: decider, now: World.start)
        }
        #expect(try await refusal(request(person.record)) == "record.on_hold")
        #expect(try await world.record(person.record).state.record == person.record)
        try await world.storage.write {
            try $0.hold(hold(true), person: decider, now: World.start)
        }
        let order = request(person.record, reason: .legalObligation)
        #expect(try await refusal(order, by: administrator) == nil)
        #expect(try await refusal(order, by: administrator) == nil, "asked again")
        #expect(try await refusal(request(person.record)) == "record.erased")
    }

    @Test("a device confirms, a revoked one too, and the list says who has not")
    func confirmations() async throws {
        let person = try participant("Somebody")
        try await worker.store(person)
        let id = try #require(try await erase(request(person.record)).report?.erasure.id)
        #expect(try await confirm(id, worker).erasures.isEmpty)
        let stranger = try await world.join(.worker, of: world.circle)
        #expect(try await confirm(id, stranger).erasures.isEmpty)
        let decider = coordinator.person
        let reports = try await world.storage.read { try $0.erasureReports(for: decider) }
        #expect(reports.first?.confirmed.map(\.device) == [worker.device])
        #expect(reports.first?.waiting.map(\.device) == [coordinator.device])
        let nobody = worker.person
        #expect(try await world.storage.read { try $0.erasureReports(for: nobody) }.isEmpty)
    }
}
