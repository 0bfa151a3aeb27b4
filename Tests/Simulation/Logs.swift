// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

/// One write of one field as it stands in the log.
struct LoggedWrite {
    let change: Change
    let version: Sequence64
    let edit: Edit
}

struct LoggedChange {
    let change: Change
    let version: Sequence64

    /// Where it was stored first.
    var order: Sequence64 { change.former?.first ?? version }
}

/// The logs of all councils, read once: what the checks are made from.
struct Logs {
    private(set) var entries: [ChangeID: StoredEntry] = [:]
    private(set) var changes: [LoggedChange] = []
    private(set) var sequences: [CouncilID: [Sequence64]] = [:]
    /// In log order.
    private(set) var writes: [RecordID: [FieldPath: [LoggedWrite]]] = [:]
    /// In the order in which they were stored first: what was sent again to a restored server keeps
    /// its place.
    private(set) var moves: [RecordID: [(ReturnMove, PersonID)]] = [:]
    /// Changes that have lost a place and do not name it, as who made them was never told of it.
    private(set) var untold: Set<ChangeID> = []
    private(set) var sentAgain = 0
    private(set) var resolutions = 0
    private(set) var openConflicts: [ConflictID] = []

    init(of world: World) throws {
        let stored = try world.server.storage.readNow { reader in
            try Templates.councils.flatMap { try reader.entries($0, after: 0, limit: 1_000_000) }
                .map { ($0, try reader.content(of: $0)) }
        }
        for (entry, content) in stored {
            sequences[entry.entry.council, default: []].append(entry.entry.sequence)
            guard entry.entry.kind == .change else { continue }
            entries[entry.entry.change] = entry
            // What was erased or compacted says nothing any more.
            guard let content, !content.isEmpty else { continue }
            try take(Canonical.decode(Change.self, from: content), entry.entry.sequence)
        }
        for logged in changes.sorted(by: { $0.order < $1.order }) {
            let change = logged.change
            if case .move(let move)? = change.step {
                moves[change.record, default: []].append((move, change.author))
            }
            let lost = (world.ledger.lost[change.id] ?? []).compactMap(\.sequence)
            if !Set(lost).isSubset(of: (change.former ?? []) + [logged.version]) {
                untold.insert(change.id)
            }
        }
        openConflicts = try world.server.storage.readNow { reader in
            try Templates.councils.flatMap { try reader.disputed($0, settled: false) }
                .flatMap { $0.state.conflicts { _ in .ask }.map(\.id) }
        }
    }

    private mutating func take(_ change: Change, _ version: Sequence64) {
        changes.append(LoggedChange(change: change, version: version))
        for (field, edit) in change.patch {
            writes[change.record, default: [:]][field, default: []].append(
                LoggedWrite(change: change, version: version, edit: edit)
            )
        }
        resolutions += change.kind == .resolve ? 1 : 0
        sentAgain += change.former == nil ? 0 : 1
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
        sentAgain += logs.sentAgain
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
