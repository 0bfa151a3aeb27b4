// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import Foundation
import GRDB

/// One device: the production store upon a database in memory, which can crash, be copied, and be
/// put back from the copy.
final class SimulatedDevice {
    let number: Int
    let person: PersonID
    let clock: SimulatedClock
    let disk: Disk
    private(set) var store: FieldStore
    private let memory: StoreMemory
    private var copy: DiskContents
    private let dice: Dice
    var isPartitioned = false
    /// True once it was put back from a copy: only then it may take a new identity.
    private(set) var wasRestored = false
    /// True once a server did not take it any more, and it was enrolled again.
    var wasReplaced = false
    /// True in the sync that enrols it again.
    var isBeingReplaced = false
    /// The identity under which it was told that it is revoked.
    var wasToldOfRevocation: DeviceID?
    /// True from when it was told of a restore of its server until its next sync that came to its
    /// end.
    var hearsOfRestore = false

    init(
        number: Int,
        person: PersonID,
        disk: Disk,
        copy: DiskContents,
        memory: StoreMemory,
        clock: SimulatedClock,
        dice: Dice
    ) throws {
        self.copy = copy
        (self.number, self.person, self.clock, self.dice) = (number, person, clock, dice)
        (self.disk, self.memory) = (disk, memory)
        store = try Self.open(disk, memory, clock, dice)
    }

    private static func open(
        _ disk: Disk,
        _ memory: StoreMemory,
        _ clock: SimulatedClock,
        _ dice: Dice
    ) throws -> FieldStore {
        try FieldStore(
            home: Home(path: ""),
            queue: disk.queue,
            now: { clock.now },
            random: dice.entropy,
            memory: memory,
            portion: .records(2)
        )
    }

    var entropy: Entropy { dice.entropy }

    private func reopen() throws { store = try Self.open(disk, memory, clock, dice) }

    /// Runs the body, and ends the program at its n-th commit if it comes that far.
    ///
    /// - Returns: Nil when it was ended.
    func crashing<Value>(after commits: Int, _ body: () throws -> Value) throws -> Value? {
        disk.crash.arm(after: commits)
        defer { disk.crash.disarm() }
        do {
            return try body()
        } catch  where disk.crash.isDown {
            disk.crash.disarm()
            try reopen()
            return nil
        }
    }

    func copyDisk() throws { (copy, damagedInCopy) = (try disk.contents(), damaged) }

    /// Puts the disk back as it was when it was copied.
    ///
    /// - Returns: The changes that stood in the journal before and do not any more.
    func restoreDisk() throws -> Set<ChangeID> {
        let before = try changes()
        try disk.fill(copy)
        damaged = damagedInCopy
        try reopen()
        (wasRestored, wasToldOfRevocation) = (true, nil)
        return try before.subtracting(changes())
    }

    /// Records that may be put right by themselves, before a pull has come to its end.
    var damaged: Set<Data> = []
    private var damagedInCopy: Set<Data> = []

    /// A record that went wrong on the disk, or is gone; what the server told stands nowhere else.
    func damageRecords(_ dice: Dice) throws {
        try disk.queue.write { db in
            let ids = try Data.fetchAll(db, sql: "SELECT id FROM record ORDER BY id")
            guard let id = dice.pick(ids) else { return }
            let damage =
                dice.oneIn(2)
                ? "DELETE FROM record WHERE id = ?"
                : "UPDATE record SET state = CAST(state || ' ' AS BLOB) WHERE id = ?"
            try db.execute(sql: damage, arguments: [id])
            damaged.insert(id)
        }
    }

    private func changes() throws -> Set<ChangeID> {
        try Set(
            store.read { try $0.journal(in: JournalEntry.State.allCases) }.map(\.change.id)
        )
    }
}
