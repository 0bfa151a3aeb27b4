// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Testing

@Suite("What follows from an edit, beside a dispute")
struct FollowingGroupTests {
    private let log = CouncilLog()
    private let amina: Device
    private let ben: Device
    private let record: RecordID
    /// An edit that nobody disputes, and from which the level follows.
    private let longer: [FieldPath: FieldValue?] = [field("minutes"): .integer(15)]

    private static let reading = """
        {"id": "reading", "version": 1, "title": "Reading", "audience": "organisation",
         "category": "case", "mergeGroups": [["score", "level"]], "items": [
            {"type": "integer", "name": "minutes"},
            {"type": "integer", "name": "score"},
            {"type": "integer", "name": "level", "calculation": "${minutes} * 2"}]}
        """

    init() throws {
        try log.publish(Self.reading)
        amina = try Device(on: log)
        ben = try Device(on: log)
        record = try amina.create("reading", ["minutes": .integer(10), "score": .integer(1)])
        try amina.sync()
        try ben.pull()
    }

    private func following(on device: Device) throws -> [FieldPath: FieldValue?] {
        try device.store.read { session in
            let state = try #require(try session.state(of: record))
            return try session.following(longer, in: state)
        }
    }

    /// Saves the edit with what follows from it, as the command does.
    private func edit(on device: Device) throws {
        let fields = try longer.merging(following(on: device)) { given, _ in given }
        _ = try device.store.write { try $0.edit(record, fields: fields) }
    }

    @Test("where nothing is disputed, it is saved with the edit")
    func follows() throws {
        let found = try following(on: ben).compactMapValues { $0 }
        #expect(found == fields(["level": FieldValue.integer(30)]))
        try edit(on: ben)
        #expect(try ben.value("level", of: record) == .integer(30))
    }

    @Test("what is written together with a disputed answer stays, and the edit is saved")
    func disputed() throws {
        try amina.edit(record, ["score": .integer(2)])
        try amina.sync()
        try ben.edit(record, ["score": .integer(3)])
        try ben.pull()
        #expect(try ben.conflicts().map(\.field) == [field("score")])
        let before = try ben.value("level", of: record)
        #expect(try following(on: ben).isEmpty)
        try edit(on: ben)
        #expect(try ben.value("minutes", of: record) == .integer(15))
        #expect(try ben.value("level", of: record) == before)
        #expect(try ben.conflicts().map(\.field) == [field("score")])
    }
}
