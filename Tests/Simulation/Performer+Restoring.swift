// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

/// What a record says, however often it was stored.
private struct Reading: Equatable {
    /// By field, the changes whose values stand in it.
    let values: [FieldPath: Set<ChangeID>]
    let isDeleted: Bool
    let progress: ReturnState

    init(_ state: RecordState) {
        values = state.registers.mapValues { Set($0.live.map(\.stamp.change)) }
        isDeleted = state.isDeleted
        progress = ReturnProgress(state).state
    }

    /// What says something else in the other.
    func differences(from other: Reading?) -> String {
        guard let other else { return "it is gone" }
        let fields = Set(values.keys).union(other.values.keys)
            .filter { values[$0] != other.values[$0] }.map(\.text).sorted()
        let rest = [
            isDeleted == other.isDeleted ? nil : "whether it is there",
            progress == other.progress ? nil : "where the return stands",
        ]
        return (fields + rest.compactMap { $0 }).joined(separator: ", ")
    }
}

extension Performer {
    /// Everybody has synced, the server goes back, and everybody syncs again: then every record
    /// says what it said before.
    func restoreInPeace(_ dice: Dice) throws {
        world.server.endFaults()
        for device in world.devices { device.isPartitioned = false }
        try syncInPeace(rounds: 2, dice)
        let (before, changes, rights) = (try readings(), try stored(), world.rights)
        let (gone, unheard) = (world.ledger.goneCount, try untold())
        try world.restoreServer(dice)
        try syncInPeace(rounds: 3, dice)
        // Who may not write any more, or has not what they wrote, cannot give it back.
        guard world.rights == rights, world.ledger.goneCount == gone, try untold() == unheard
        else { return }
        let (after, changesAfter) = (try readings(), try stored())
        for (record, reading) in before {
            // What waited, for others' work or for somebody's decision, may be taken now.
            let isMore = changes[record]?.isStrictSubset(of: changesAfter[record] ?? []) ?? false
            guard !isMore else { continue }
            world.ledger.check(.kept)
            guard after[record] == reading else {
                throw Violation(
                    .kept,
                    "\(record) does not read as before the server was restored: "
                        + reading.differences(from: after[record])
                )
            }
        }
    }

    private func syncInPeace(rounds: Int, _ dice: Dice) throws {
        var throwing = dice
        for _ in 0..<rounds {
            for device in world.devices.shuffled(using: &throwing) {
                try Watch(world: world).sync(device, dice, faultsPerHundred: 0)
            }
        }
    }

    private func untold() throws -> Set<ChangeID> { try Logs(of: world).untold }

    /// The changes of each record that stand in a log.
    private func stored() throws -> [RecordID: Set<ChangeID>] {
        try world.server.known().reduce(into: [:]) { found, entry in
            guard let record = entry.value.record, entry.value.sequence != nil else { return }
            found[record, default: []].insert(entry.key)
        }
    }

    private func readings() throws -> [RecordID: Reading] {
        try world.server.storage.readNow { reader in
            let states = try reader.allRecords().map(\.state)
            return Dictionary(
                states.map { ($0.record, Reading($0)) },
                uniquingKeysWith: { $1 }
            )
        }
    }
}
