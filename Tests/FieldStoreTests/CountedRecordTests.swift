// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("Records as reports count them")
struct CountedRecordTests {
    private let log = CouncilLog()
    private let amina: Device
    private let ben: Device

    init() throws {
        amina = try Device(on: log)
        ben = try Device(.coordinator, on: log)
    }

    private func contact(_ device: Device, _ person: String) throws -> RecordID {
        try device.create(
            "contact",
            [
                "participant": .text(person), "kind": .choice("visit"),
                "date": .date(known(PlainDate("2026-10-01"))),
            ]
        )
    }

    private func counted(_ device: Device) throws -> (some: [Record], all: [Record]) {
        let form = known(FormID("contact"))
        return try device.store.read { session in
            let some = try session.countedRecords(of: [form])
            let all = try session.countedRecords().filter { $0.form == form }
            return (some, all)
        }
    }

    @Test("by form they are the same as all: pulled, edited, disputed, deleted, unsent")
    func same() throws {
        let disputed = try contact(amina, "p-1")
        let edited = try contact(amina, "p-2")
        let gone = try contact(amina, "p-3")
        _ = try contact(amina, "p-4")
        try amina.sync()
        try ben.sync()
        _ = try ben.edit(disputed, ["minutes": .integer(10)])
        _ = try ben.edit(edited, ["minutes": .integer(20)])
        _ = try ben.delete(gone)
        try ben.sync()
        _ = try amina.edit(disputed, ["minutes": .integer(30)])
        try amina.sync()
        try ben.sync()
        _ = try contact(amina, "p-5")
        _ = try amina.edit(edited, ["minutes": .integer(25)])
        for device in [amina, ben] {
            let (some, all) = try counted(device)
            #expect(some == all && !some.isEmpty)
            #expect(some.contains { !$0.conflicts.isEmpty })
        }
        #expect(try counted(amina).some.count == 4 && counted(ben).some.count == 3)
    }
}
