// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds
import Testing

/// A random history of one record whose server is restored from backups now and then.
///
/// Devices keep what they were told is stored, and send it again, in any order of devices, once the
/// server has forgotten it. A backup may be older than the last restore, so the timelines make a
/// tree; one of what was lost at a restore is not used.
struct RestoredHistory {
    struct Stored {
        let change: Change
        let log: LogPath
        var version: Sequence64 { log.end }
    }

    struct Log {
        var entries: [Stored] = []
        var trunk: [Sequence64] = []
        var head: Sequence64 = 0
        var state: RecordState?
        var ids: Set<ChangeID> = []
    }

    private struct Device {
        let id: DeviceID
        var journal: [Change] = []
        /// How many of them the server has.
        var storedCount = 0
        var pulled = Log()
    }

    static let total = known(FieldPath("total"))

    private(set) var log = Log()
    /// What the author of each change had in its log, and so before them.
    private(set) var saw: [ChangeID: Set<ChangeID>] = [:]
    private(set) var timeline: Int64 = 0
    private var backups = [Log()]
    private var devices: [Device]
    private var random: SeededRandom

    init(seed: UInt64, steps: Int, restoresPerHundred: Int) {
        random = SeededRandom(seed: seed)
        devices = (0..<UInt64.random(in: 2...4, using: &random)).map {
            Device(id: DeviceID(high: 3, low: $0))
        }
        for _ in 0..<steps {
            if Int.random(in: 0..<100, using: &random) < restoresPerHundred {
                restore()
            } else {
                step()
            }
        }
        pushEverything()
    }

    var state: RecordState? { log.state }

    static func fold(_ entries: some Sequence<Stored>) -> RecordState? {
        var state: RecordState?
        for entry in entries {
            let next = RecordState(entry.change, version: entry.version, in: entry.log)
            state = state.map { merge($0, next) } ?? next
        }
        return state
    }

    private mutating func step() {
        let index = Int.random(in: devices.indices, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: write(index)
        case 4..<7: push(index, count: Int.random(in: 1...3, using: &random))
        case 7..<9: devices[index].pulled = log
        default: backups.append(log)
        }
    }

    private mutating func write(_ index: Int) {
        let device = devices[index]
        let pulled = device.pulled.ids
        var patch: [FieldPath: Edit] = [:]
        let isDeletion = Int.random(in: 0..<12, using: &random) == 0
        if isDeletion {
            patch[.exists] = Edit(to: .boolean(false), was: .boolean(true))
        } else {
            for field in History.fields where Bool.random(using: &random) {
                let value = Int64.random(in: 0...3, using: &random)
                patch[field] = Edit(to: .integer(value), was: .integer(0))
            }
            if Bool.random(using: &random) {
                let before = total(seenBy: device)
                patch[Self.total] = Edit(
                    to: .integer(before + Int64.random(in: 1...9, using: &random)),
                    was: .integer(before)
                )
            }
        }
        let counter = Int64(device.journal.count) + 1
        let change = Change(
            id: ChangeID(high: device.id.low, low: UInt64(counter)),
            device: device.id,
            counter: counter,
            record: History.record,
            form: known(FormID("outcome")),
            formVersion: 1,
            scope: History.scope,
            kind: isDeletion ? .delete : .edit,
            base: device.pulled.head,
            patch: patch,
            author: PersonID(high: 4, low: device.id.low),
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: .random(in: 0...9_999, using: &random))),
            trunk: device.pulled.trunk.isEmpty ? nil : device.pulled.trunk
        )
        devices[index].journal.append(change)
        saw[change.id] = pulled
    }

    /// What the field with the sum reads on the device, its own work included.
    private func total(seenBy device: Device) -> Int64 {
        var state = device.pulled.state
        for own in device.journal
        where own.patch[Self.total] != nil && !device.pulled.ids.contains(own.id) {
            state?.apply(own, version: nil)
            if state == nil { state = RecordState(own, version: nil) }
        }
        guard case .integer(let sum)? = state?.registers[Self.total]?.reading(.sum).value else {
            return 0
        }
        return sum
    }

    private mutating func push(_ index: Int, count: Int) {
        for _ in 0..<min(count, devices[index].journal.count - devices[index].storedCount) {
            let change = devices[index].journal[devices[index].storedCount]
            let head =
                log.head.timeline == timeline
                ? log.head + 1 : Sequence64(timeline: timeline, position: log.head.position + 1)
            if log.head > 0, log.head.timeline < timeline { log.trunk.append(log.head) }
            log.head = head
            let path = LogPath(trunk: log.trunk, end: head)
            log.entries.append(Stored(change: change, log: path))
            log.ids.insert(change.id)
            let next = RecordState(change, version: head, in: path)
            log.state = log.state.map { merge($0, next) } ?? next
            devices[index].storedCount += 1
        }
    }

    /// Puts a backup in place of what the server has; the devices notice at once.
    mutating func restore() {
        timeline += 1
        let lost = log
        log = backups[Int.random(in: backups.indices, using: &random)]
        let (kept, path) = (log.ids, LogPath(trunk: log.trunk, end: log.head))
        backups.removeAll { $0.head > 0 && !path.contains($0.head) }
        for index in devices.indices {
            let stored = devices[index].journal.prefix(devices[index].storedCount)
            devices[index].storedCount = stored.filter { kept.contains($0.id) }.count
            for (number, change) in stored.enumerated() where !kept.contains(change.id) {
                let sequence = lost.entries.first { $0.change.id == change.id }?.version
                devices[index].journal[number].former =
                    (change.former ?? []) + [sequence].compactMap { $0 }
            }
        }
    }

    mutating func pushEverything() {
        while let index = devices.indices.filter({
            devices[$0].storedCount < devices[$0].journal.count
        }).randomElement(using: &random) {
            push(index, count: Int.random(in: 1...3, using: &random))
        }
    }

    /// The log in another order, some entries twice, cut into batches that are merged first.
    mutating func disturbed() -> RecordState? {
        var entries = log.entries + log.entries.filter { _ in Bool.random(using: &random) }
        entries.shuffle(using: &random)
        var batches: [RecordState] = []
        while !entries.isEmpty {
            let count = Int.random(in: 1...entries.count, using: &random)
            if let batch = Self.fold(entries.prefix(count)) { batches.append(batch) }
            entries.removeFirst(count)
        }
        guard var state = batches.popLast() else { return nil }
        for batch in batches {
            state = Bool.random(using: &random) ? merge(state, batch) : merge(batch, state)
        }
        return state
    }
}
