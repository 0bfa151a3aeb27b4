// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds

/// A change with the sequence under which a server stored it.
struct StoredChange {
    let change: Change
    let version: Sequence64
}

/// A random history of one record.
protocol StoredHistory {
    var log: [StoredChange] { get }
    var random: SeededRandom { get set }
}

extension StoredHistory {
    /// The state that comes of them in this order; nil of none.
    func fold(_ entries: some Sequence<StoredChange>) -> RecordState? {
        var state: RecordState?
        for entry in entries {
            let next = RecordState(entry.change, version: entry.version)
            state = state.map { merge($0, next) } ?? next
        }
        return state
    }

    /// The same in any order, some of it twice.
    mutating func disturbed() -> RecordState? {
        var entries = log + log.filter { _ in Bool.random(using: &random) }
        entries.shuffle(using: &random)
        return fold(entries)
    }
}
