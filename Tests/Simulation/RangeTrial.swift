// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import FieldSync
import Foundation
import GRDB
import StorageSQLite
import SyncService

/// A server and a device with the same many records, some of which then differ: how many questions
/// and bytes it takes to mend them.
package struct RangeTrial {
    package struct Result: Sendable {
        package let mended: Int?
        package let questions: Int
        package let bytes: Int64
        package let agrees: Bool
        package let unsent: Int
    }

    private let storage: MemoryStorage
    private let server: SimulatedServer
    private let device: DatabaseQueue
    private let store: FieldStore
    private let feed: Feed
    private let token = "kil_trial"
    private let ids: [Data]

    package init(records: Int) throws {
        let templates = try Templates()
        let clock = SimulatedClock(Templates.start)
        let disk = Disk(try MemoryStorage.empty().database)
        try disk.fill(templates.server)
        server = SimulatedServer(
            disk: disk,
            keys: try SealedFiles(directory: nil),
            memory: FormMemory(),
            clock: clock,
            sabotage: nil
        )
        storage = server.storage
        device = try Templates.emptyDevice()
        store = try FieldStore(
            home: Home(path: ""),
            queue: device,
            now: { Templates.start },
            random: .system
        )
        let hub = OrganisationID(high: 7, low: 7)
        feed = Feed(council: Templates.councils[0], organisation: hub, audience: .organisation)
        let grant = Grant(role: .worker, council: feed.council, organisation: hub)
        let (person, id) = (PersonID(high: 7, low: 1), DeviceID(high: 7, low: 2))
        let identity = Identity(
            server: "http://127.0.0.1:1",
            authorityFile: nil,
            token: token,
            device: id,
            person: person,
            name: "Amina",
            grants: grant.map { [$0] } ?? []
        )
        try store.write { try $0.save(identity) }
        try storage.writeNow { [token, feed] writer in
            try writer.save(
                DirectoryEntry.Organisation(id: hub, council: feed.council, name: "Hub")
            )
            try writer.save(DirectoryEntry.Person(id: person, name: "Amina"))
            if let grant { try writer.save(grant, of: person, revoked: nil) }
            try writer.save(
                StoredDevice(
                    id: id,
                    person: person,
                    name: "phone",
                    token: Secret.hash(token: token),
                    enrolled: Templates.start
                )
            )
        }
        ids = try Self.fill(storage.database, device, feed, person, id, records)
    }

    /// The same bytes on both sides: one record written out, and the others with its identifier
    /// replaced.
    private static func fill(
        _ server: DatabaseQueue,
        _ device: DatabaseQueue,
        _ feed: Feed,
        _ person: PersonID,
        _ sender: DeviceID,
        _ count: Int
    ) throws -> [Data] {
        let dice = Dice(UInt64(count))
        var random = dice.entropy
        let scope = Scope(
            council: feed.council,
            organisation: feed.organisation,
            audience: feed.audience
        )
        let model = try Self.model(scope, person, sender)
        let text = String(decoding: try Canonical.encode(model), as: UTF8.self)
        let rows = (0..<count).map { index -> (id: RecordID, bytes: Data) in
            let now = Templates.start.adding(seconds: Int64(index))
            let id = RecordID.make(at: now, using: &random)
            return (id, Data(text.replacing(model.record.description, with: "\(id)").utf8))
        }
        let insert = { (db: Database) in
            let statement = try db.makeStatement(
                sql: "INSERT INTO record VALUES (?, ?, ?, ?, 'visit', 1, 0, ?, ?)"
            )
            for row in rows {
                try statement.execute(
                    arguments: [
                        Self.data(row.id), feed.council.text,
                        feed.organisation.map(Self.data), feed.audience.rawValue, row.bytes,
                        Data(Hash(of: row.bytes).bytes),
                    ]
                )
            }
        }
        try server.write(insert)
        try device.write(insert)
        return rows.map { Self.data($0.id) }
    }

    private static func model(
        _ scope: Scope,
        _ person: PersonID,
        _ device: DeviceID
    ) throws -> RecordState {
        let visit = try Canonical.decode(FormID.self, from: Data("\"visit\"".utf8))
        let path = try Canonical.decode(FieldPath.self, from: Data("\"who\"".utf8))
        let change = Change(
            id: ChangeID(high: 5, low: 5),
            device: device,
            counter: 1,
            record: RecordID(high: 5, low: 6),
            form: visit,
            formVersion: 1,
            scope: scope,
            kind: .create,
            base: 0,
            patch: [path: Edit(to: .text("somebody"))],
            author: person,
            party: .organisation,
            at: HybridTime(instant: Templates.start)
        )
        return RecordState(change, version: 1)
    }

    private static func data<Kind>(_ id: Identifier<Kind>) -> Data {
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { Data($0) }
    }

    /// Makes so many records differ on the device: changed bytes, missing, and more than there are.
    package func run(differing count: Int) throws -> Result {
        try device.write { db in
            for index in 0..<count {
                let id = ids[index * ids.count / count]
                switch index % 3 {
                case 0:
                    try db.execute(
                        sql: "UPDATE record SET state = CAST(state || ' ' AS BLOB) WHERE id = ?",
                        arguments: [id]
                    )
                case 1: try db.execute(sql: "DELETE FROM record WHERE id = ?", arguments: [id])
                default:
                    try db.execute(
                        sql: """
                            INSERT INTO record SELECT randomblob(16), council, organisation,
                            audience, form, version, conflicts, state, hash FROM record WHERE id = ?
                            """,
                        arguments: [id]
                    )
                }
            }
        }
        let wire = CountingWire(server: server, token: token)
        let peer = Server(transport: wire, token: token, retries: Retries(attemptsMax: 1))
        let mended = try Mending(store: store, server: peer, feed: feed).run()
        let sides = try [storage.database, device].map { queue in
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT id, state, hash FROM record ORDER BY id")
            }
        }
        return Result(
            mended: mended,
            questions: wire.questions,
            bytes: wire.bytes,
            agrees: sides[0] == sides[1],
            unsent: try store.read { try $0.unsentCount() }
        )
    }
}

/// Function calls instead of sockets, counted.
private final class CountingWire: Transport {
    private let server: SimulatedServer
    private let token: String
    private(set) var questions = 0
    private(set) var bytes: Int64 = 0

    init(server: SimulatedServer, token: String) { (self.server, self.token) = (server, token) }

    func send(_ exchange: Exchange) throws -> HTTPAnswer {
        let answer = try server.answer(exchange, token: token)
        questions += 1
        bytes += Int64(exchange.body?.count ?? 0) + Int64(answer.body.count)
        return answer
    }

    func stream(
        _ exchange: Exchange,
        line: @escaping (String) -> Void,
        tick: @escaping () -> Bool
    ) throws {}
}
