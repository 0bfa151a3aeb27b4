// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("How often a service reports is changed, and changed again")
struct RhythmChangeTests {
    private let log = CouncilLog()
    private let carol: Device
    private let rosa: Device

    init() throws {
        carol = try Device(.coordinator, on: log)
        rosa = try Device(.reviewer, on: log)
    }

    /// A reviewer's store in the same home, so many days before today.
    private func store(_ days: Int64, of device: Device) throws -> FieldStore {
        let now = CouncilLog.start.adding(seconds: -86_400 * days)
        return try FieldStore(home: Home(path: device.home), now: { now })
    }

    private func service(_ rhythm: String, daysAgo days: Int64) throws -> RecordID {
        let fields: [FieldPath: FieldValue] = [
            field("name"): .text("Homecare"), field("returns"): .choice(rhythm),
            field("starts"): .date(known(PlainDate("2024-04-01"))),
        ]
        let place = Place(council: log.bradford, organisation: log.hub)
        let id = try store(days, of: rosa).write {
            try $0.create(known(FormID("service")), fields: fields, in: place).record
        }
        try rosa.sync()
        return id
    }

    private func change(_ id: RecordID, to rhythm: String, daysAgo days: Int64) throws {
        _ = try store(days, of: rosa).write {
            try $0.edit(id, fields: [field("returns"): .choice(rhythm)])
        }
        try rosa.sync()
    }

    private var periods: [String] {
        get throws {
            try carol.sync()
            return try carol.store.read { session in
                try session.returnBoard(today: session.today).rows.map(\.period.description)
            }
        }
    }

    // Today is 23 November 2026.
    @Test("the whole history stands, on every device")
    func history() throws {
        let id = try service("yearly", daysAgo: 900)
        try change(id, to: "half_yearly", daysAgo: 560)
        try change(id, to: "quarterly", daysAgo: 180)
        #expect(
            try periods == ["2024/25", "2025-H1", "2025-H2", "2026-Q1", "2026-Q2", "2026-Q3"]
        )
        try change(id, to: "yearly", daysAgo: 0)
        #expect(try periods == ["2024/25", "2025-H1", "2025-H2", "2026/27"])
        let kept = try carol.seen(id)?.fields.keys.filter { $0.text.hasPrefix("agreed[") }
        #expect(kept?.count == 6)
    }

    @Test("asked for none for a while, nothing is owed of that while")
    func none() throws {
        let id = try service("quarterly", daysAgo: 900)
        try change(id, to: "none", daysAgo: 560)
        #expect(try periods.isEmpty)
        try change(id, to: "half_yearly", daysAgo: 30)
        #expect(
            try periods == ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2026-H2"]
        )
    }

    @Test("a mistake that is put right on the same day leaves nothing behind")
    func mistake() throws {
        let id = try service("half_yearly", daysAgo: 900)
        let before = try periods
        try change(id, to: "quarterly", daysAgo: 3)
        #expect(try periods != before)
        try change(id, to: "half_yearly", daysAgo: 3)
        #expect(try periods == before)
        // An edit of something else is no change of the rhythm.
        _ = try rosa.edit(id, ["description": .text("Visits at home")])
        try rosa.sync()
        #expect(try periods == before)
    }

    /// Before the history was kept, a change left no more than its own `was`.
    @Test("of a contract that was changed before, that change is known, and is kept with the next")
    func formerContract() throws {
        let id = try service("yearly", daysAgo: 900)
        let state = try #require(log.states[id])
        var random = SystemRandomNumberGenerator()
        let old = Change(
            id: .make(at: CouncilLog.start, using: &random),
            device: DeviceID(high: 6, low: 6),
            counter: 1,
            record: id,
            form: state.form,
            formVersion: 1,
            scope: state.scope,
            kind: .edit,
            base: state.version,
            patch: [field("returns"): Edit(to: .choice("half_yearly"), was: .choice("yearly"))],
            author: rosa.identity.person,
            party: .council,
            at: HybridTime(instant: CouncilLog.start.adding(seconds: -86_400 * 560))
        )
        _ = try log.take([old])
        try rosa.sync()
        #expect(try periods == ["2024/25", "2025-H1", "2025-H2", "2026-H1", "2026-H2"])
        try change(id, to: "quarterly", daysAgo: 180)
        #expect(
            try periods == ["2024/25", "2025-H1", "2025-H2", "2026-Q1", "2026-Q2", "2026-Q3"]
        )
        let kept = try carol.seen(id)?.fields.keys.filter { $0.text.hasPrefix("agreed[") }
        #expect(kept?.count == 4)
    }

    @Test(
        "two who change it apart dispute the rhythm alone; what was agreed before is not in doubt"
    )
    func apart() throws {
        let id = try service("quarterly", daysAgo: 900)
        let other = try Device(.reviewer, on: log)
        _ = try store(40, of: rosa).write {
            try $0.edit(id, fields: [field("returns"): .choice("yearly")])
        }
        _ = try store(40, of: other).write {
            try $0.edit(id, fields: [field("returns"): .choice("half_yearly")])
        }
        for device in [rosa, other, rosa, carol] { try device.sync() }
        #expect(try carol.conflicts().map(\.field.text) == ["returns"])
        #expect(try periods.last == "2026-Q3")
    }
}
