// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import FieldSync
import GRDB

/// One device: the production store upon a database in memory, which can crash, be copied, and be
/// put back from the copy.
final class SimulatedDevice {
    let number: Int
    let person: PersonID
    let clock: SimulatedClock
    private(set) var store: FieldStore
    private let queue: DatabaseQueue
    private let crash = CrashPoint()
    private var copy: DatabaseQueue?
    private let dice: Dice
    var isPartitioned = false

    init(
        number: Int,
        person: PersonID,
        template: DatabaseQueue,
        clock: SimulatedClock,
        dice: Dice
    ) throws {
        (self.number, self.person, self.clock, self.dice) = (number, person, clock, dice)
        queue = try DatabaseQueue(configuration: FieldStore.configuration)
        try template.backup(to: queue)
        queue.add(transactionObserver: crash, extent: .observerLifetime)
        store = try Self.open(queue, clock, dice)
    }

    private static func open(
        _ queue: DatabaseQueue,
        _ clock: SimulatedClock,
        _ dice: Dice
    ) throws -> FieldStore {
        try FieldStore(
            home: Home(path: ""),
            queue: queue,
            now: { clock.now },
            random: dice.entropy
        )
    }

    /// Runs the body, and ends the program at its n-th commit if it comes that far.
    ///
    /// - Returns: Nil when it was ended.
    func crashing<Value>(after commits: Int, _ body: () throws -> Value) throws -> Value? {
        crash.arm(after: commits)
        defer { crash.disarm() }
        do {
            return try body()
        } catch  where crash.isDown {
            crash.disarm()
            store = try Self.open(queue, clock, dice)
            return nil
        }
    }

    func copyDisk() throws {
        let copy = try self.copy ?? DatabaseQueue(configuration: FieldStore.configuration)
        try queue.backup(to: copy)
        self.copy = copy
    }

    /// Puts the disk back as it was when it was copied.
    ///
    /// - Returns: The changes that stood in the journal before and do not any more.
    func restoreDisk() throws -> Set<ChangeID> {
        guard let copy else { return [] }
        let before = try changes()
        try copy.backup(to: queue)
        store = try Self.open(queue, clock, dice)
        return try before.subtracting(changes())
    }

    func changes() throws -> Set<ChangeID> {
        try Set(
            store.read { try $0.journal(in: JournalEntry.State.allCases) }.map(\.change.id)
        )
    }
}
