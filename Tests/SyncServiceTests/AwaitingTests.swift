// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import SyncService
import Testing

@Suite("What waits after a restore for what never comes")
struct AwaitingTests {
    private let world: World
    private let amina: Pen
    private let carol: Pen
    /// A device that does not come again, what only it has, and an edit upon that, which waits.
    private let gone: Pen
    private let lost: Change
    private let edit: Change
    private static let late = World.start.adding(seconds: Limits.awaitingDays * 24 * 60 * 60)

    init() async throws {
        let before = try await Restorable()
        let tablet = try await before.world.join(.worker, of: before.world.hub)
        let copy = try await before.copy()
        lost = try tablet.contact()
        let created = try await tablet.store(lost)
        var edit = try before.amina.edit(lost.record, upon: created, minutes: 45)
        edit.former = [try await before.amina.store(edit)]
        self.edit = edit
        let after = try await before.restore(copy)
        (world, amina, carol) = (after.world, after.amina, after.carol)
        gone = tablet.moved(to: after.world)
        guard case .held(let why)? = try await amina.push(edit).outcomes.first?.result else {
            Issue.record("not held")
            return
        }
        #expect(why.code == .changeAwaiting)
        #expect(why.details?["since"] == .string(World.start.description))
    }

    private func reports(_ pen: Pen) async throws -> [HeldReport] {
        let (forms, person) = (world.forms, pen.person)
        return try await world.storage.read {
            try Holding(reader: $0, forms: forms, person: person, now: Self.late).reports()
        }
    }

    private func decide(
        _ pen: Pen,
        _ change: Change,
        adopt: Bool,
        now: Instant
    ) async throws -> PushOutcome {
        let (forms, person) = (world.forms, pen.person)
        let decision = HeldDecision(change: change.id, adopt: adopt, reason: "the tablet is gone")
        return try await world.storage.write {
            try $0.decide(decision, forms: forms, person: person, now: now)
        }
    }

    @Test("is listed to the coordinator and to administrators: since when, and for what")
    func listed() async throws {
        let report = try #require(try await reports(carol).first)
        #expect(report.change == edit.id && report.content == edit)
        #expect(
            report.waiting
                == .init(
                    since: World.start,
                    why: .recordUnknown,
                    isDamaged: false
                )
        )
        let admin = try await world.join(.administrator)
        let seen = try #require(try await reports(admin).first)
        #expect(seen.waiting == report.waiting && seen.content == nil)
        for pen in [
            try await world.join(.worker, of: world.hub),
            try await world.join(.coordinator, of: world.circle), try await world.join(.reviewer),
        ] {
            #expect(try await reports(pen).isEmpty)
        }
    }

    @Test("waits in the order it was made, and all of it is taken when its record comes after all")
    func taken() async throws {
        let next = try amina.edit(lost.record, upon: edit.base, minutes: 50)
        _ = try await amina.push(next)
        #expect(try await reports(carol).map(\.change) == [edit.id, next.id])
        let early = await #expect(throws: Problem.self) {
            try await decide(carol, next, adopt: true, now: Self.late)
        }
        #expect(early?.code == .changeGap)
        // As its device sends it again: with the sequence that it had.
        var again = lost
        again.former = [edit.base]
        try await gone.store(again)
        #expect(try await reports(carol).isEmpty)
        let minutes = try #require(FieldPath("minutes"))
        let view = try await world.record(lost.record).state.view { _ in .ask }
        #expect(view.fields[minutes] == .integer(50))
        #expect(try await world.verify().isSound)
    }

    @Test("is given up only when nothing came for 30 days, and told so with the day")
    func givenUp() async throws {
        let early = await #expect(throws: Problem.self) {
            try await decide(carol, edit, adopt: false, now: Self.late.adding(seconds: -1))
        }
        #expect(early?.code == .changeAwaiting)
        #expect(early?.message.contains(Self.late.date.description) == true)
        _ = try await decide(carol, edit, adopt: false, now: Self.late)
        guard case .refused(let why)? = try await amina.push(edit).outcomes.first?.result else {
            Issue.record("not refused")
            return
        }
        #expect(why.code == .changeAwaiting && why.message.contains("the tablet is gone"))
        #expect(try await reports(carol).isEmpty)
        // Final: what comes later does not take it.
        try await gone.store(lost)
        let id = edit.id
        #expect(try await world.storage.read { try $0.entry(change: id) } == nil)
    }

    @Test("is adopted by the right of who does, where the record stands; else nothing is decided")
    func adopted() async throws {
        let unknown = await #expect(throws: Problem.self) {
            try await decide(carol, edit, adopt: true, now: World.start)
        }
        #expect(unknown?.code == .recordUnknown)
        #expect(try await reports(carol).count == 1)
        // A record made under a role that the restored server does not know.
        let (grant, person) = (amina.grant, amina.person)
        try await world.storage.write { try $0.takeAway(grant, from: person) }
        var created = try amina.contact("born")
        created.former = [edit.base + 5]
        _ = try await amina.push(created)
        let waiting = try await reports(carol).first { $0.change == created.id }?.waiting
        #expect(waiting?.why == .forbidden)
        let outcome = try await decide(carol, created, adopt: true, now: World.start)
        #expect(try await amina.push(created).outcomes.first?.result == outcome.result)
        #expect(try await world.record(created.record).state.scope == created.scope)
        #expect(try await world.verify().isSound)
    }

    @Test("takes nothing of the room for what is disputed, and has a bound of its own")
    func bound() async throws {
        let (device, last) = (amina.device, amina.counter + Int64(Limits.deviceAwaitingMax) - 1)
        try await world.fill(device, upTo: last)
        let counts = try await world.storage.read {
            (try $0.awaitingCount(device), try $0.heldCount(device))
        }
        #expect(counts.0 == Limits.deviceAwaitingMax && counts.1 == 0)
        amina.counter = last
        let behind = try amina.edit(lost.record, upon: edit.base, minutes: 50)
        #expect(try await amina.refusal(of: behind) == "change.awaiting")
        let other = try amina.edit(amina.newRecord(), upon: edit.base, minutes: 50)
        #expect(try await amina.refusal(of: other) == "record.unknown")
    }
}

extension World {
    /// As if all that a device sent up to a counter waited like the first of it.
    fileprivate func fill(_ device: DeviceID, upTo last: Int64) async throws {
        let file = try DatabaseQueue(path: folder + "/keeplocal.sqlite")
        try await file.write { database in
            try database.execute(
                sql: """
                    WITH RECURSIVE further (counter) AS (
                        SELECT 2 UNION ALL SELECT counter + 1 FROM further WHERE counter < ?
                    )
                    INSERT INTO answer
                    SELECT device, further.counter, randomblob(16), outcome, held, record, received,
                        awaits, place
                    FROM answer, further WHERE answer.counter = 1 AND awaits IS NOT NULL
                    """,
                arguments: [last]
            )
            try database.execute(
                sql: "UPDATE device SET last_counter = ? WHERE last_counter = 1",
                arguments: [last]
            )
        }
        try file.close()
    }
}

extension Pen {
    fileprivate func edit(
        _ record: RecordID,
        upon base: Sequence64,
        minutes: Int64
    ) throws -> Change {
        let edit = Edit(to: .integer(minutes), was: .integer(30))
        return try change(.edit, record, base: base, patch: ["minutes": edit])
    }
}
