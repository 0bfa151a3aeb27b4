// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds
import Testing

/// A random history of one record: devices that write with what they had seen, and a log.
///
/// It keeps the promises a real device and server keep: counters without a gap, bases that never
/// go back, changes of one device stored in counter order.
struct History {
    struct Stored {
        let change: Change
        let version: Sequence64
    }

    private struct Device {
        let id: DeviceID
        let person: PersonID
        var counter: Int64 = 0
        var base: Sequence64 = 0
        var waiting: [Change] = []
    }

    static let record = RecordID(high: 1, low: 1)
    static let scope = Scope(
        council: known(CouncilID("bradford")),
        organisation: OrganisationID(high: 2, low: 2),
        audience: .organisation
    )
    static let fields = ["a", "b", "c"].map { known(FieldPath($0)) }

    private(set) var log: [Stored] = []
    private var devices: [Device]
    private var random: SeededRandom

    init(seed: UInt64, steps: Int = 12) {
        random = SeededRandom(seed: seed)
        devices = (0..<UInt64.random(in: 2...4, using: &random)).map {
            Device(id: DeviceID(high: 3, low: $0), person: PersonID(high: 4, low: $0))
        }
        for _ in 0..<steps { step() }
        for index in devices.indices { push(index, count: .max) }
    }

    /// The state that the server has after the whole log.
    var state: RecordState? { Self.fold(log) }

    static func fold(_ entries: some Sequence<Stored>) -> RecordState? {
        var state: RecordState?
        for entry in entries {
            let next = RecordState(entry.change, version: entry.version)
            state = state.map { merge($0, next) } ?? next
        }
        return state
    }

    private mutating func step() {
        let index = Int.random(in: devices.indices, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: write(index)
        case 5..<8: push(index, count: Int.random(in: 1...3, using: &random))
        default: devices[index].base = max(devices[index].base, Int64(log.count))
        }
    }

    private mutating func write(_ index: Int) {
        devices[index].counter += 1
        let device = devices[index]
        var patch: [FieldPath: Edit] = [:]
        let isDeletion = Int.random(in: 0..<12, using: &random) == 0
        if isDeletion {
            patch[.exists] = Edit(to: .boolean(false), was: .boolean(true))
        } else {
            for field in Self.fields where Bool.random(using: &random) {
                patch[field] = Edit(
                    to: .integer(Int64.random(in: 0...3, using: &random)),
                    was: .integer(0)
                )
            }
        }
        let change = Change(
            id: ChangeID(high: device.id.low, low: UInt64(device.counter)),
            device: device.id,
            counter: device.counter,
            record: Self.record,
            form: known(FormID("outcome")),
            formVersion: 1,
            scope: Self.scope,
            kind: isDeletion ? .delete : .edit,
            base: device.base,
            patch: patch,
            author: device.person,
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: .random(in: 0...9_999, using: &random)))
        )
        devices[index].waiting.append(change)
    }

    private mutating func push(_ index: Int, count: Int) {
        for change in devices[index].waiting.prefix(count) {
            log.append(Stored(change: change, version: Int64(log.count) + 1))
        }
        devices[index].waiting.removeFirst(min(count, devices[index].waiting.count))
    }

    /// The log in another order, some entries twice, cut into batches that are merged first.
    mutating func disturbed() -> RecordState? {
        var entries = log + log.filter { _ in Bool.random(using: &random) }
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
