// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Work that arrived after its author's role was taken away")
struct HeldTests {
    private let world: World
    private let amina: Pen
    private let carol: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
    }

    private func takeRoleAway() async throws {
        let (person, grant) = (amina.person, amina.grant)
        try await world.storage.write { try $0.takeAway(grant, from: person) }
    }

    private func reports(_ pen: Pen) async throws -> [HeldReport] {
        let (forms, person) = (world.forms, pen.person)
        return try await world.storage.read {
            try Holding(reader: $0, forms: forms, person: person, now: World.start).reports()
        }
    }

    @discardableResult
    private func decide(
        _ pen: Pen,
        _ change: Change,
        adopt: Bool,
        _ reason: String = "she was there"
    ) async throws -> PushOutcome {
        let (forms, person) = (world.forms, pen.person)
        let decision = HeldDecision(change: change.id, adopt: adopt, reason: reason)
        return try await world.storage.write {
            try $0.decide(decision, forms: forms, person: person, now: World.start)
        }
    }

    @Test("is listed as far as an answer may hold it, and the rest when that is decided")
    func long() async throws {
        try await takeRoleAway()
        let note = String(repeating: "long ", count: 400)
        let changes = try (0..<2_400).map { try amina.contact("\($0) \(note)") }
        for start in stride(from: 0, to: changes.count, by: 400) {
            _ = try await amina.push(Array(changes[start..<start + 400]))
        }
        let listed = try await reports(carol)
        let bytes = try listed.map { try Canonical.encode($0).count }
        #expect(bytes.dropLast().reduce(0, +) < Limits.heldBytesMax)
        #expect(bytes.reduce(0, +) >= Limits.heldBytesMax && listed.count < changes.count)
        #expect(listed.map(\.change) == changes.prefix(listed.count).map(\.id))
        try await decide(carol, changes[0], adopt: false)
        let next = try await reports(carol)
        #expect(next.first?.change == changes[1].id)
        #expect(next.last?.change == changes[listed.count].id)
    }

    @Test("is adopted as its author made it, and the device hears of it when it asks again")
    func adopted() async throws {
        try await takeRoleAway()
        let change = try amina.contact("seen at the door")
        _ = try await amina.push(change)
        let report = try #require(try await reports(carol).first)
        #expect(report.author == amina.person && report.content == change)
        let outcome = try await decide(carol, change, adopt: true)
        let again = try await amina.push(change).outcomes.first
        #expect(again?.result == outcome.result)
        #expect(again?.duplicate == true)
        let entry = try await world.storage.read { try $0.entry(change: change.id) }
        #expect(entry?.entry.device == amina.device && entry?.entry.counter == 1)
        let state = try await world.record(change.record).state
        #expect(state.registers.values.allSatisfy { $0.writes.first?.stamp.author == amina.person })
        #expect(try await reports(carol).isEmpty)
        #expect(try await world.verify().isSound)
        let bradford = world.bradford
        let acts = try await world.storage.read {
            try $0.entries(bradford, after: 0, limit: 100).filter { $0.entry.kind == .directory }
        }
        let last = try #require(acts.last)
        // The reason may tell of the person: it is sealed with the record.
        #expect(last.entry.record == change.record)
        let content = try await world.storage.read { try $0.content(of: last) }
        let signed: DirectoryEvent.Signed = try Canonical.decode(from: #require(content))
        #expect(signed.by == carol.person)
        #expect(signed.event == .decided(change.id, adopted: true, reason: "she was there"))
    }

    @Test("is refused for good, with the reason")
    func refused() async throws {
        try await takeRoleAway()
        let change = try amina.contact()
        _ = try await amina.push(change)
        try await decide(carol, change, adopt: false, "a duplicate")
        guard case .refused(let problem)? = try await amina.push(change).outcomes.first?.result
        else {
            Issue.record("not refused")
            return
        }
        #expect(problem.message.contains("a duplicate"))
        let twice = await #expect(throws: Problem.self) {
            try await decide(carol, change, adopt: true)
        }
        #expect(twice?.code == .notFound)
    }

    @Test("is seen by the organisation's coordinator, unread by administrators, by no one else")
    func privacy() async throws {
        try await takeRoleAway()
        let change = try amina.contact()
        _ = try await amina.push(change)
        let admin = try await world.join(.administrator)
        let listed = try #require(try await reports(admin).first)
        #expect(listed.content == nil && listed.record == change.record)
        let others = [
            try await world.join(.worker, of: world.hub),
            try await world.join(.coordinator, of: world.circle), try await world.join(.reviewer),
        ]
        for pen in others { #expect(try await reports(pen).isEmpty) }
        for pen in others + [admin] {
            let denied = await #expect(throws: Problem.self) {
                try await decide(pen, change, adopt: true)
            }
            #expect(denied?.code == .notFound)
        }
        let mute = await #expect(throws: Problem.self) {
            try await decide(carol, change, adopt: true, " ")
        }
        #expect(mute?.code == .reasonMissing)
    }

    @Test("of a council is the council's: no organisation sees or decides about it")
    func council() async throws {
        let rosa = try await world.join(.reviewer)
        let (person, grant) = (rosa.person, rosa.grant)
        let patch = ["period": Edit(to: .text("2026-Q3"))]
        let opened = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: patch,
            audience: .council
        )
        try await carol.store(opened)
        try await world.storage.write { try $0.takeAway(grant, from: person) }
        let deed = try rosa.change(
            .step,
            opened.record,
            form: "quarterly_return",
            base: try await world.record(opened.record).state.version,
            step: .move(.void),
            reason: "the wrong service",
            audience: .council,
            organisation: world.hub
        )
        guard case .held(let why)? = try await rosa.push(deed).outcomes.first?.result else {
            Issue.record("not held")
            return
        }
        #expect(why.message.contains("reviewer"))
        #expect(try await reports(carol).isEmpty)
        let denied = await #expect(throws: Problem.self) {
            try await decide(carol, deed, adopt: false)
        }
        #expect(denied?.code == .notFound)
        for role in [Role.seniorChampion, .administrator, .reviewer] {
            let pen = try await world.join(role)
            #expect(try await reports(pen).map(\.change) == [deed.id])
        }
        try await decide(try await world.join(.reviewer), deed, adopt: true)
        #expect(ReturnProgress(try await world.record(opened.record).state).state == .void)
    }

    @Test("of one record is taken in the order it was made")
    func order() async throws {
        try await takeRoleAway()
        let contact = try amina.contact()
        let edit = try amina.change(
            .edit,
            contact.record,
            patch: ["minutes": Edit(to: .integer(40), was: .integer(30))]
        )
        _ = try await amina.push(contact, edit)
        let early = await #expect(throws: Problem.self) {
            try await decide(carol, edit, adopt: true)
        }
        #expect(early?.code == .changeGap)
        try await decide(carol, contact, adopt: true)
        try await decide(carol, edit, adopt: true)
        let minutes = try #require(FieldPath("minutes"))
        let view = try await world.record(contact.record).state.view { _ in .ask }
        #expect(view.fields[minutes] == .integer(40))
    }

    @Test("what does not hold together is refused at once")
    func malformed() async throws {
        try await takeRoleAway()
        let wrong = [
            try amina.contact(minutes: 9_000), try amina.change(.edit, amina.newRecord()),
        ]
        for outcome in try await amina.push(wrong).outcomes {
            guard case .refused = outcome.result else {
                Issue.record("held: \(outcome)")
                continue
            }
        }
    }
}
