// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Testing

@Suite("Records that a damaged page leaves out")
struct LostRecordTests {
    private let log = CouncilLog()
    private let carol: Device
    private let report: RecordID
    private static let count = 150

    /// Carol has a return, and many contacts of another person, whose changes are in no journal of
    /// hers.
    init() throws {
        let amina = try Device(on: log)
        carol = try Device(.coordinator, on: log)
        try amina.store.write { session in
            for number in 1...Self.count {
                _ = try session.create(
                    known(FormID("contact")),
                    fields: fields([
                        "participant": FieldValue.text("p-\(number)"), "kind": .choice("visit"),
                    ]),
                    // Before every other: the first pages hold nothing else.
                    record: RecordID(high: 0x7000, low: UInt64(number))
                )
            }
        }
        try amina.sync()
        try carol.pull()
        let quarter = known(ReturnPeriod("2026-Q3"))
        report = try carol.store.write {
            try $0.openReturn(quarter, answers: [:], in: Place()).saved.record
        }
        _ = try carol.store.write { [report] in try $0.prepareReturn(report, answers: [:]) }
        try carol.sync()
    }

    private func records(_ store: FieldStore) throws -> Int {
        try store.read { try $0.records().count }
    }

    /// Makes the first page of records say that it holds one fewer.
    private func loseOne() throws {
        let path = carol.home + "/keeplocal.sqlite"
        let pages = try DatabaseQueue(path: path).read { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf'
                    ORDER BY path
                    """
            )
        }
        try #require(pages.count > 4)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? file.close() }
        let place = UInt64(pages[0] - 1) * 4_096 + 3
        try file.seek(toOffset: place)
        let bytes = [UInt8](try #require(try file.read(upToCount: 2)))
        let cells = Int(bytes[0]) << 8 + Int(bytes[1]) - 1
        try #require(cells > 0)
        try file.seek(toOffset: place)
        try file.write(contentsOf: Data([UInt8(cells >> 8), UInt8(cells & 0xFF)]))
    }

    private func tells(
        of attempt: () throws -> Void,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let problem = #expect(throws: Problem.self, sourceLocation: place) { try attempt() }
        #expect(problem?.code == .storeDamaged, sourceLocation: place)
        let remedy = "keeplocal doctor --repair"
        #expect(problem?.message.contains(remedy) == true, sourceLocation: place)
    }

    @Test("are told before a return is opened, prepared or submitted, and before a sync")
    func told() throws {
        let before = try records(carol.store)
        #expect(before == Self.count + 1)
        try loseOne()
        let store = try carol.reopened()
        #expect(try records(store) == before - 1, "a list says nothing of it")
        tells { try store.checkBeforeSync() }
        let earlier = known(ReturnPeriod("2026-Q2"))
        tells {
            _ = try store.write { try $0.openReturn(earlier, answers: [:], in: Place()) }
        }
        tells { _ = try store.write { try $0.prepareReturn(report, answers: [:]) } }
        tells { _ = try store.write { try $0.submitReturn(report) } }
    }

    @Test("come back by a repair and a pull, and the return is counted from all of them")
    func repaired() throws {
        let before = try records(carol.store)
        try loseOne()
        _ = try Repairing(home: Home(path: carol.home)).run()
        let store = try carol.reopened()
        let page = try log.page(for: carol.identity)
        _ = try store.write { session in
            try session.forgetCursor()
            try session.stage(page)
            return try session.show(page, replacing: true)
        }
        #expect(try records(store) == before)
        _ = try store.write { try $0.submitReturn(report) }
        let fields = try store.read { try $0.record(report)?.fields }
        #expect(fields?[field("contacts")] == .integer(Int64(Self.count)))
    }
}
