// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

/// One write of one field as it stands in the log.
struct LoggedWrite {
    let change: Change
    let version: Sequence64
    let edit: Edit
}

/// The logs of all councils, read once: what the checks are made from.
struct Logs {
    private(set) var entries: [ChangeID: StoredEntry] = [:]
    private(set) var changes: [(change: Change, version: Sequence64)] = []
    private(set) var sequences: [CouncilID: [Int]] = [:]
    /// In log order.
    private(set) var writes: [RecordID: [FieldPath: [LoggedWrite]]] = [:]
    private(set) var moves: [RecordID: [(ReturnMove, PersonID)]] = [:]
    private(set) var resolutions = 0
    private(set) var openConflicts: [ConflictID] = []

    init(of world: World) throws {
        let stored = try world.server.storage.readNow { reader in
            try Templates.councils.flatMap { try reader.entries($0, after: 0, limit: 1_000_000) }
                .map { ($0, try reader.content(of: $0)) }
        }
        for (entry, content) in stored {
            sequences[entry.entry.council, default: []].append(Int(entry.entry.sequence))
            guard entry.entry.kind == .change else { continue }
            entries[entry.entry.change] = entry
            // What was erased or compacted says nothing any more.
            guard let content, !content.isEmpty else { continue }
            try take(Canonical.decode(Change.self, from: content), entry.entry.sequence)
        }
        openConflicts = try world.server.storage.readNow { reader in
            try Templates.councils.flatMap { try reader.disputed($0, settled: false) }
                .flatMap { $0.state.conflicts { _ in .ask }.map(\.id) }
        }
    }

    private mutating func take(_ change: Change, _ version: Sequence64) {
        changes.append((change, version))
        for (field, edit) in change.patch {
            writes[change.record, default: [:]][field, default: []].append(
                LoggedWrite(change: change, version: version, edit: edit)
            )
        }
        resolutions += change.kind == .resolve ? 1 : 0
        if case .move(let move)? = change.step {
            moves[change.record, default: []].append((move, change.author))
        }
    }
}

extension Tally {
    mutating func count(_ logs: Logs, refusals: [String: Int], held: Int) {
        histories += 1
        changes += logs.changes.count
        fingerprint = logs.entries.values.reduce(0) { sum, stored in
            sum &+ stored.hash.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        resolutions += logs.resolutions
        let settled = logs.writes.flatMap { record, writes in
            writes.filter { $1.contains { $0.edit.settled != nil } }.keys
                .map { ConflictID(record: record, field: $0) }
        }
        conflicts += Set(logs.openConflicts + settled).count
        self.held += held
        approvals += logs.moves.values.joined().count { move, _ in move.name == .approve }
        self.refusals.merge(refusals) { $0 + $1 }
    }
}
