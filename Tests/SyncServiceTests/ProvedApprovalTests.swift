// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Sealing
import StorageSQLite
import SyncService
import Testing

@Suite("An approval is proved by a passphrase, which a device that lies open does not know")
struct ProvedApprovalTests {
    private let made: ProvedReturn
    private var saeed: Pen { made.saeed }

    init() async throws { made = try await ProvedReturn() }

    private func refusal(_ revision: ReturnRevision, by passphrase: String?) async throws -> String?
    {
        try await saeed.refusal(of: try await made.approval(of: revision, by: passphrase))
    }

    private func setUp() async throws -> ReturnRevision {
        let revision = try await made.accepted()
        let code = try await made.code(for: saeed)
        #expect(try await made.set(ProvedReturn.right, code: code) == nil)
        return revision
    }

    @Test("who has set one approves with it, and with nothing else")
    func proved() async throws {
        let revision = try await setUp()
        #expect(try await refusal(revision, by: nil) == "approval.unproven")
        #expect(try await refusal(revision, by: ProvedReturn.wrong) == "approval.wrong")
        #expect(try await made.state(of: revision) == .accepted)
        // As another keyboard writes it: letters in parts, blanks around.
        #expect(try await refusal(revision, by: " \(ProvedReturn.right)\n") == nil)
        #expect(try await made.state(of: revision) == .approved)
        let person = saeed.person
        let kept = try await made.world.storage.read { try $0.passphrase(person) }
        #expect(kept?.misses == 0 && kept?.code == nil)
        #expect(try await made.world.verify().isSound)
    }

    @Test("who has none approves as ever, unless the council asks it of everybody")
    func optional() async throws {
        let (first, second) = (
            try await made.accepted("2026-Q2"), try await made.accepted("2026-Q3")
        )
        #expect(try await refusal(first, by: nil) == nil)
        try await made.require(.required)
        let change = try await made.approval(of: second, by: ProvedReturn.right)
        let outcome = try #require(try await saeed.push(change).outcomes.first)
        guard case .refused(let problem) = outcome.result else {
            Issue.record("taken without a passphrase")
            return
        }
        #expect(problem.code == .approvalUnproven && problem.details?["isSet"] == .boolean(false))
        #expect(problem.message.contains("keeplocal passphrase set --code"))
        try await made.require(.optional)
        #expect(try await refusal(second, by: nil) == nil)
    }

    @Test("a proof is good for its own change, content and person, and for no other")
    func bound() async throws {
        let revision = try await setUp()
        let others: [@Sendable (ApprovalClaim) -> ApprovalClaim] = [
            { $0.with(change: ChangeID(high: 9, low: 9)) },
            { $0.with(content: Hash(of: [UInt8(1)])) },
            { $0.with(person: PersonID(high: 9, low: 9)) },
        ]
        for other in others {
            let change = try await made.approval(
                of: revision,
                by: ProvedReturn.right,
                claiming: other
            )
            #expect(try await saeed.refusal(of: change) == "approval.wrong")
        }
    }

    @Test("after five wrong ones none is looked at, until an administrator makes a code")
    func locked() async throws {
        let revision = try await setUp()
        let left = Limits.passphraseMissesMax
        for _ in 0..<left {
            #expect(try await refusal(revision, by: ProvedReturn.wrong) == "approval.wrong")
        }
        #expect(try await refusal(revision, by: ProvedReturn.right) == "approval.locked")
        let other = "another one of more letters"
        let present = try await made.set(other, present: ProvedReturn.right)
        #expect(present == "approval.locked")
        let summaries = try await made.world.storage.read { try $0.passphraseSummaries() }
        #expect(summaries.map(\.isLocked) == [true])
        let code = try await made.code(for: saeed)
        #expect(try await made.set(other, code: code) == nil)
        #expect(try await refusal(revision, by: ProvedReturn.right) == "approval.wrong")
        #expect(try await refusal(revision, by: other) == nil)
    }

    @Test("a guess that is sent twice counts once, and one without a proof is none")
    func counted() async throws {
        let revision = try await setUp()
        let guess = try await made.approval(of: revision, by: ProvedReturn.wrong)
        for _ in 0..<7 { #expect(try await saeed.refusal(of: guess) == "approval.wrong") }
        for _ in 0..<7 { #expect(try await refusal(revision, by: nil) == "approval.unproven") }
        #expect(try await refusal(revision, by: ProvedReturn.right) == nil)
    }

    @Test("without a code or a proof nobody is told whether a passphrase is the present one")
    func untold() async throws {
        _ = try await setUp()
        for guess in [ProvedReturn.wrong, ProvedReturn.right] {
            #expect(try await made.set(guess) == "approval.unproven")
        }
    }

    @Test("set by a code of one's own, once and in time, or by the present one")
    func setting() async throws {
        #expect(try await made.set(ProvedReturn.right) == "approval.unproven")
        let code = try await made.code(for: saeed)
        let late = World.start.adding(seconds: Limits.enrolmentCodeSeconds + 1)
        for (text, now) in [
            (try await made.code(for: made.rosa), World.start), (code, late),
            ("0000-0000-0000", World.start),
        ] {
            let problem = try await made.set(ProvedReturn.right, code: text, now: now)
            #expect(problem == "enrolment.code_invalid")
        }
        #expect(try await made.set(ProvedReturn.right, code: code) == nil)
        // An answer that was lost, asked for again; then the code is used.
        #expect(try await made.set(ProvedReturn.right, code: code) == nil)
        let other = "another one of more letters"
        #expect(try await made.set(other, code: code) == "enrolment.code_invalid")
        #expect(try await made.set(other, present: ProvedReturn.wrong) == "approval.wrong")
        #expect(try await made.set(other, present: ProvedReturn.right) == nil)
        #expect(try await made.set(other, present: other) == nil)
        #expect(try await made.world.verify().isSound)
    }

    @Test("a key that somebody put into the database is found, as the log says another")
    func tampered() async throws {
        _ = try await setUp()
        let person = saeed.person
        let foreign = try ProvedReturn.key(ProvedReturn.wrong, of: saeed).publicText
        try await made.world.storage.write { writer in
            var known = try #require(try writer.passphrase(person))
            known.key = foreign
            try writer.save(known)
        }
        let found = try await made.world.verify()
        #expect(!found.isSound)
    }

    @Test("a server restored from before it was set keeps an approval that it had, and takes it")
    func restored() async throws {
        let revision = try await made.accepted()
        try await made.require(.required)
        let copy = try DatabaseQueue()
        try await (made.world.storage as? SQLiteStorage)?.copy(to: copy)
        let code = try await made.code(for: saeed)
        #expect(try await made.set(ProvedReturn.right, code: code) == nil)
        var approval = try await made.approval(of: revision, by: ProvedReturn.right)
        let sequence = try await saeed.store(approval)

        let world = try World(of: copy, after: made.world)
        _ = try await world.storage.write { writer in
            try writer.beginTimeline(
                after: 0,
                backupOf: World.start,
                epoch: "two",
                now: World.start
            )
        }
        let again = made.moved(to: world)
        approval.former = [sequence]
        let outcome = try #require(try await again.saeed.push(approval).outcomes.first)
        guard case .held(let why) = outcome.result else {
            Issue.record("not kept: \(outcome)")
            return
        }
        #expect(why.code == .changeAwaiting)
        let another = try await again.code(for: again.saeed)
        #expect(try await again.set(ProvedReturn.right, code: another) == nil)
        _ = try await again.saeed.push(approval)
        #expect(try await again.state(of: revision) == .approved)
    }
}

extension ApprovalClaim {
    fileprivate func with(
        change: ChangeID? = nil,
        content: Hash? = nil,
        person: PersonID? = nil
    ) -> Self {
        Self(
            change: change ?? self.change,
            record: record,
            content: content ?? self.content,
            person: person ?? self.person
        )
    }
}
