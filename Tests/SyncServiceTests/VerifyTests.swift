// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService
import Testing

@Suite("Verifying what is stored")
struct VerifyTests {
    @Test(
        "whatever is altered behind the server's back is found and named",
        arguments: [
            (
                "UPDATE log SET payload = CAST(payload || x'20' AS BLOB) WHERE kind = 'change'",
                "payload"
            ),
            ("UPDATE log SET received_at = received_at + 1 WHERE kind = 'change'", "altered"),
            ("DELETE FROM log WHERE kind = 'change' AND counter = 1", "missing"),
            ("UPDATE record SET state = CAST(state || x'20' AS BLOB)", "differs"),
            ("DELETE FROM record", "differs"),
            ("UPDATE scope_digest SET low = low + 1", "digest"),
            ("UPDATE chain SET sequence = sequence + 1 WHERE council = 'bradford'", "head"),
        ]
    )
    func tampering(_ sql: String, _ word: String) async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        _ = try await amina.push(try (0..<3).map { _ in try amina.contact() })
        #expect(try await world.verify().isSound)

        let other = try DatabaseQueue(path: world.folder + "/keeplocal.sqlite")
        try await other.write { try $0.execute(sql: sql) }
        let found = try await world.verify()
        #expect(!found.isSound)
        #expect((found.chain + found.projection).contains(word), "\(found)")
    }

    @Test("a second process on the same database is refused")
    func busy() async throws {
        let world = try await World()
        #expect(throws: StorageFailure.busy) { try SQLiteStorage(directory: world.folder) }
    }

    @Test("another program's file, and one from a newer program, are left alone")
    func foreign() async throws {
        for (sql, wanted) in [
            ("CREATE TABLE t (a)", nil),
            (
                "PRAGMA application_id = 1263301425; PRAGMA user_version = 99",
                StorageFailure.newer("keeplocal.sqlite")
            ),
        ] as [(String, StorageFailure?)] {
            let folder = NSTemporaryDirectory() + "keeplocal-foreign-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true
            )
            let path = folder + "/keeplocal.sqlite"
            try await DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = #expect(throws: StorageFailure.self) {
                try SQLiteStorage(directory: folder)
            }
            if let wanted {
                #expect(error == wanted)
            } else if case .foreign? = error {
            } else {
                Issue.record("not foreign: \(String(describing: error))")
            }
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: path)).prefix(100).suffix(32)
                    == before.prefix(100).suffix(32)
            )
        }
    }

    @Test("only the owner may read the files")
    func modes() async throws {
        let world = try await World()
        for (name, mode) in [("", 0o700), ("/keeplocal.sqlite", 0o600), ("/keeplocal.lock", 0o600)]
        {
            let attributes = try FileManager.default.attributesOfItem(atPath: world.folder + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
        }
    }
}
