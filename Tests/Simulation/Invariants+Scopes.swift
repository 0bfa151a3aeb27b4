// SPDX-License-Identifier: Apache-2.0

import FieldModel
import GRDB
import FieldStore
import Foundation
import SyncService

extension Invariants {
    /// I3: everybody who receives a record holds it byte for byte as the server does, and shows it
    /// so.
    func converged() throws {
        let stored = try world.server.storage.readNow { reader in
            try reader.allRecords()
        }
        for device in world.devices {
            let feeds = world.rights.feeds(of: device.person)
            let expected = stored.filter { record in
                feeds.contains { $0.contains(record.state.scope) }
            }
            var held: [RecordID: Data] = [:]
            for row in try device.disk.rows("SELECT id, hash FROM record") {
                if let id = row["id"] as Data? { held[RecordID(bytes: id)] = row["hash"] }
            }
            ledger.check(.converged, expected.count)
            let hashes = expected.map { ($0.state.record, Data($0.hash.bytes)) }
            guard held == Dictionary(hashes, uniquingKeysWith: { $1 }) else {
                throw Violation(
                    .converged,
                    "device \(device.number) holds other records than the server"
                )
            }
            let states = Dictionary(
                expected.map { ($0.state.record, $0.state) },
                uniquingKeysWith: { $1 }
            )
            for state in try device.store.read({ try $0.states() }) {
                let stored = states[state.record]
                guard try stored == nil || stored == state || device.hasPending(state.record) else {
                    throw Violation(
                        .converged,
                        "device \(device.number) shows another \(state.record)"
                    )
                }
            }
        }
    }

    /// I6: no record on a device outside what its person may receive.
    func scopes() throws {
        for device in world.devices {
            let feeds = world.rights.feeds(of: device.person)
            ledger.check(.inScope)
            for scope in try device.pulledScopes()
            where !feeds.contains(where: { $0.contains(scope) }) {
                throw Violation(.inScope, "device \(device.number) holds records of \(scope)")
            }
        }
    }
}

extension StorageReader {
    func allRecords() throws -> [StoredRecord] {
        try Templates.councils.flatMap { council in
            try Audience.allCases.flatMap { audience in
                try records(
                    Feed(council: council, organisation: nil, audience: audience),
                    after: 0,
                    limit: .max
                )
            }
        }
    }
}
