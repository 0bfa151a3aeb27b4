// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("What was refused, when the server goes back to a backup")
struct RefusedAgainTests {
    private let log = CouncilLog()
    private let amina: Device

    init() throws { amina = try Device(on: log) }

    @Test("stays refused: its counter is sent without content, and what it said is kept here")
    func stays() throws {
        log.verdict = { change in
            change.patch[field("minutes")]?.to == .integer(99)
                ? .refused(problem: Problem(.conflictMoved, "somebody was first")) : nil
        }
        let record = try amina.contact()
        try amina.edit(record, ["minutes": .integer(99)])
        try amina.edit(record, ["note": .text("after it")])
        try amina.sync()
        #expect(try amina.journal().map(\.state) == [.stored, .refused, .stored])
        // The server that went back would take it now.
        log.verdict = { _ in nil }
        #expect(try amina.store.write { try $0.sendAgain(from: 2) })
        let sent = try amina.store.read { try $0.unsent() }
        #expect(sent.map(\.kind) == [.void, .edit])
        #expect(sent.first?.patch.isEmpty == true)
        try amina.push()
        let refused = try amina.journal()[1]
        #expect(refused.state == .refused && refused.problem?.code == .conflictMoved)
        #expect(refused.change.patch[field("minutes")]?.to == .integer(99))
        #expect(try amina.store.read { try $0.unsentCount() } == 0)
        // Its author may still send it, as something new.
        #expect(try amina.store.write { try $0.sendAgain(record) }.count == 1)
        #expect(try amina.store.read { try $0.unsent() }.map(\.counter) == [4])
    }
}
