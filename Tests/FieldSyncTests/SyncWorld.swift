// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import FieldSync
import Foundation
import Synchronization
import Testing

/// A scripted server on a port of this machine, and a device that has pulled from it once.
final class SyncWorld {
    let council = ScriptedCouncil()
    let raw: RawServer
    let folder = NSTemporaryDirectory() + "keeplocal-sync-\(UUID().uuidString)"
    let store: FieldStore

    init() throws {
        raw = try RawServer { [council] in council.reply(to: $0) }
        let grant = try #require(
            Grant(
                role: .worker,
                council: ScriptedCouncil.bradford,
                organisation: ScriptedCouncil.hub
            )
        )
        let device = DeviceID(high: 1, low: 1)
        council.state.withLock { state in
            state.grants = [grant]
            state.devices["first"] = device
        }
        store = try FieldStore(home: Home(path: folder), now: { ScriptedCouncil.start })
        let identity = Identity(
            server: raw.address,
            authorityFile: nil,
            token: "first",
            device: device,
            person: PersonID(high: 7, low: 7),
            name: "Amina",
            grants: [grant]
        )
        try store.write { try $0.save(identity) }
        _ = try sync()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func sync(_ progress: @escaping (SyncProgress) -> Void = { _ in }) throws -> SyncReport {
        let connect = { (identity: Identity) in
            try Server(
                identity.server,
                token: identity.token,
                retries: Retries(attemptsMax: 3, firstSeconds: 0.01)
            )
        }
        return try SyncLoop(store: store, progress: progress, connect: connect).run()
    }

    /// Saves so many contacts; their records in the order they were made.
    @discardableResult
    func save(_ count: Int) throws -> [RecordID] {
        let form = try #require(FormID("contact"))
        return try (0..<count).map { index in
            try store.write { session in
                let answers: [String: FieldValue] = [
                    "participant": .text("p-\(index)"), "kind": .choice("visit"),
                ]
                var fields: [FieldPath: FieldValue] = [:]
                for (name, value) in answers { fields[try #require(FieldPath(name))] = value }
                return try session.create(form, fields: fields).record
            }
        }
    }

    /// Puts an answer in the place of the next ones to such requests; nil leaves them be.
    func instead(_ script: (@Sendable (Request) -> Reply?)?) {
        council.state.withLock { $0.instead = script }
    }

    /// The same answer to the next so many requests of one path, then the true ones.
    func instead(_ path: String, times: Int, _ reply: Reply) {
        let already = raw.requests.filter { $0.target.hasPrefix(path) }.count
        instead { [raw] request in
            let count = raw.requests.filter { $0.target.hasPrefix(path) }.count
            return request.target.hasPrefix(path) && count <= already + times ? reply : nil
        }
    }

    func status() throws -> Status { try store.read { try $0.status() } }
    func records() throws -> Set<RecordID> { Set(try store.read { try $0.records() }.map(\.id)) }
    var log: [Change] { council.state.withLock { $0.log } }
}
