// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("A conflict that the server reported, of a record that is not on this device")
struct ReportedConflictTests {
    @Test("is settled and assigned upon the version that was reported, and its way")
    func way() throws {
        let log = CouncilLog()
        let amina = try Device(on: log)
        let record = try amina.contact()
        try amina.sync()
        let carol = try Device(.coordinator, on: log)
        for (device, minutes) in [(amina, Int64(45)), (carol, 60)] {
            try device.edit(record, ["minutes": .integer(minutes)])
        }
        try amina.sync()
        try carol.sync()
        let conflict = try #require(try carol.conflicts().first)
        let state = try #require(try carol.store.read { try $0.state(of: record) })
        let report = { (conflict: Conflict) in
            ConflictReport(
                conflict: conflict,
                form: state.form,
                formVersion: 1,
                scope: state.scope,
                version: state.version,
                trunk: [1],
                isMasked: true
            )
        }
        _ = try carol.store.write { try $0.assign(report(conflict), to: nil) }
        let taken = conflict.candidates[0].id
        _ = try carol.store.write {
            try $0.resolve(report(conflict), .take(taken), reason: "asked them")
        }
        let made = try carol.journal().suffix(2).map(\.change)
        #expect(made.map(\.kind) == [.step, .resolve])
        #expect(made.allSatisfy { $0.base == state.version && $0.trunk == [1] })
    }
}
