// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService
import Testing

@Suite("Verifying what cannot be read")
struct DamageTests {
    @Test(
        "is a verdict that names the place, never the end of the look",
        arguments: [
            ("UPDATE record SET state = x'7B'", "record"),
            ("UPDATE record SET hash = x'00'", "hash"),
            ("UPDATE record SET council = 'NO KEY'", "key"),
            ("UPDATE log SET kind = 'gossip' WHERE counter = 2", "entry 3: it is of no known kind"),
            ("UPDATE log SET change = x'00' WHERE counter = 2", "entry 3: an identifier"),
            ("UPDATE log SET payload = 7 WHERE counter = 2", "entry 3: the column payload"),
            ("UPDATE log SET payload = x'7B' WHERE kind = 'change'", "altered"),
            ("UPDATE council SET entry = x'7B'", "list of councils"),
            ("DELETE FROM council WHERE id = 'bradford'", "no such council"),
            ("UPDATE form SET definition = x'7B' WHERE id = 'contact'", "record"),
            ("UPDATE scope_digest SET organisation = x'00'", "identifier"),
            ("UPDATE record SET version = version + 1", "differs"),
            ("UPDATE record SET audience = 'council'", "differs"),
            (
                "INSERT INTO scope_digest VALUES ('bradford', x'', 'council', 7, 7)",
                "digest of bradford/-/council"
            ),
            (
                "INSERT INTO scope_digest VALUES ('leeds', x'', 'council', 7, 7)",
                "leeds: there is a log"
            ),
            (
                "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'log_change'",
                "file"
            ),
        ]
    )
    func verdict(_ sql: String, _ words: String) async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        _ = try await amina.push(try (0..<3).map { _ in try amina.contact() })
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let other = try DatabaseQueue(
            path: world.folder + "/keeplocal.sqlite",
            configuration: configuration
        )
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            // What stands in a damaged file obeys no schema.
            try db.execute(sql: Self.unstrict + sql)
        }
        try other.close()
        let forms = FormShelf()
        let found = try await world.storage.read { Verifying(reader: $0, forms: forms).run() }
        #expect(!found.isSound)
        #expect((found.chain + " | " + found.projection).contains(words), "\(found)")
    }

    private static let unstrict = """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, ') STRICT, WITHOUT', ') WITHOUT');
        PRAGMA writable_schema = RESET;

        """

    @Test("a payload whose hash fits and that is no change is found as well")
    func noChange() async throws {
        let world = try await World()
        let bradford = world.bradford
        try await world.storage.write { writer in
            let (head, payload) = (try writer.head(bradford), Data("{}".utf8))
            let entry = LogEntry(
                council: bradford,
                sequence: head.sequence + 1,
                kind: .change,
                change: ChangeID(high: 7, low: 7),
                device: DeviceID(high: 7, low: 7),
                counter: 1,
                record: RecordID(high: 7, low: 7),
                receivedAt: World.start,
                payloadHash: Hash(of: payload),
                previous: head.hash
            )
            try writer.append(entry, payload: payload)
        }
        #expect(try await world.verify().chain.contains("cannot be read as a change"))
    }

    @Test("a digest of records that belong to no organisation is looked at")
    func network() async throws {
        let world = try await World()
        let scope = Scope(council: world.bradford, organisation: nil, audience: .council)
        let rosa = try await world.join(.reviewer)
        let change = try rosa.change(
            .create,
            rosa.newRecord(),
            form: "service",
            audience: .council
        )
        let state = RecordState(
            Change(
                id: change.id,
                device: change.device,
                counter: 1,
                record: change.record,
                form: change.form,
                formVersion: 1,
                scope: scope,
                kind: .create,
                base: 0,
                author: change.author,
                party: .council,
                at: change.at
            ),
            version: 1
        )
        try await world.storage.write {
            try $0.save(try StoredRecord(state, disputes: .none), replacing: nil)
        }
        let found = try await world.verify()
        #expect(found.projection.contains("not in the log"))
        let digests = try await world.storage.read { try $0.digests(scope.council) }
        #expect(digests[scope] != nil)
    }
}
