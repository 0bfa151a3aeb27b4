// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Foundation
import GRDB
import Testing

@Suite("A pull shows at once, and is put in its place bit by bit")
struct ShowingTests {
    private let log = CouncilLog()
    private let amina: Device
    private let carol: Device
    /// One that Carol has as it was, and has unsent work in; one that she has and that is gone.
    private let changed: RecordID
    private let gone: RecordID

    /// Carol has five contacts; since then one was edited, another forgotten, and four are new.
    init() throws {
        let amina = try Device(on: log)
        self.amina = amina
        carol = try Device(.coordinator, on: log)
        let first = try (1...5).map { try amina.contact(minutes: $0) }
        (changed, gone) = (first[1], first[3])
        try amina.sync()
        try carol.pull()
        try carol.edit(changed, ["minutes": .integer(60)])
        try amina.edit(changed, ["minutes": .integer(45)])
        for minutes in 6...9 { _ = try amina.contact(minutes: Int64(minutes)) }
        try amina.sync()
        log.forget(gone)
    }

    /// Everything staged, and from that moment on shown.
    private func begin(_ store: FieldStore) throws {
        let page = try log.page(for: carol.identity)
        try store.write { session in
            try session.stage(page)
            let leaving = try session.leaving(outside: page.feeds.map(\.feed), replacing: true)
            try session.beginShowing(page, without: leaving)
        }
    }

    /// What a person sees in lists, alone, counted and in figures.
    private struct Seen: Equatable {
        let records: [FieldModel.Record]
        let alone: [FieldModel.Record?]
        let form: [FieldModel.Record]
        let conflicts: [Conflict]
        let open: [Conflict]
        let counts: [Int]
        let counted: [FieldModel.Record]
        let entries: [Scope: CaseEntries]
        let told: [PulledRecord]
        let found: RecordID

        init(_ session: StoreSession) throws {
            let contact = known(FormID("contact"))
            records = try session.records()
            alone = try records.map { try session.record($0.id) }
            form = try session.records(form: contact)
            conflicts = try session.conflicts(all: true)
            open = try session.openConflicts()
            let status = try session.status()
            counts = [
                status.conflicts, status.missing, status.reviewed,
                try session.openConflictCount(),
            ]
            counted = try session.countedRecords(of: [contact])
            entries = try session.caseEntries()
            told = try session.pulledRecords()
            found = try session.recordID(
                matching: String(known(records.last).id.description.suffix(8))
            )
        }
    }

    private func seen(_ store: FieldStore) throws -> Seen { try store.read { try Seen($0) } }

    @Test("whatever is read is the same after each bit", arguments: [1, 2, 3])
    func everyBit(count: Int) throws {
        try carol.store.makeDueLines()
        try carol.store.makeDueEntries()
        try begin(carol.store)
        let first = try seen(carol.store)
        #expect(first.records.count == 8 && !first.records.contains { $0.id == gone })
        #expect(first.open.map(\.record) == [changed] && first.alone == first.records)
        var bits = 0
        while try !carol.store.write({ try $0.layInPlace(.records(count)).isLast }) {
            bits += 1
            #expect(try seen(carol.store) == first)
        }
        #expect(bits == 8 / count)
        #expect(try seen(carol.store) == first)
        #expect(try carol.store.read { try $0.stagedCount() } == 0)
        try carol.store.makeDueEntries()
        #expect(try seen(carol.store) == first)
    }

    @Test("stopped in between, it goes on; what came next waits for its own turn")
    func stopped() throws {
        try begin(carol.store)
        _ = try carol.store.write { try $0.layInPlace(.records(3)) }
        let first = try seen(carol.store)
        let another = try carol.reopened()
        #expect(try seen(another) == first)
        _ = try amina.contact(minutes: 10)
        try amina.sync()
        let page = try log.page(for: carol.identity, more: true)
        try another.write { try $0.stage(page) }
        #expect(try seen(another) == first)
        #expect(try another.layShown() == 0)
        let last = try log.page(for: carol.identity)
        #expect(try another.show(last, replacing: true).digestsAgree)
        #expect(try another.read { try $0.records() }.count == 9)
    }

    @Test("what is erased, and what is told anew, is not kept by what waits for its place")
    func erased() throws {
        try begin(carol.store)
        let erasure = log.erasure(of: [changed])
        try carol.store.write { try $0.take([erasure]) }
        #expect(try carol.store.read { try $0.record(changed) } == nil)
        try carol.store.write { try $0.forgetCursor() }
        #expect(try carol.store.read { try $0.records() }.count == 7)
        #expect(try carol.pull(replacing: true).records == 8)
    }

    @Test("a record that went wrong while it waited is noticed, and not put in its place")
    func damaged() throws {
        try begin(carol.store)
        let file = try DatabaseQueue(path: carol.home + "/keeplocal.sqlite")
        try file.write {
            try $0.execute(sql: "UPDATE staged SET state = CAST(state || ' ' AS BLOB)")
        }
        #expect(carol.code { _ = try carol.store.layShown() } == "device.store_damaged")
    }

    @Test("by bits and all at once, a device holds the same and says the same")
    func sameEnd() throws {
        let page = try log.page(for: carol.identity)
        let bits = try FieldStore(
            home: Home(path: carol.home),
            queue: DatabaseQueue(
                path: carol.home + "/keeplocal.sqlite",
                configuration: FieldStore.configuration
            ),
            now: { CouncilLog.start },
            random: .system,
            portion: .records(2)
        )
        let shown = try bits.show(page, replacing: true)
        #expect(shown.records == 8 && shown.digestsAgree)
        let (records, status) = (try seen(bits), try carol.status())
        try carol.store.write { try $0.forgetCursor() }
        let whole = try carol.pull(replacing: true)
        #expect(whole == shown)
        #expect(try seen(carol.store) == records)
        #expect(try carol.status().digests.map(\.digest) == status.digests.map(\.digest))
        #expect(status.digests.allSatisfy { $0.digest.count == 32 })
    }
}
