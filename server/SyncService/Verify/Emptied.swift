// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Payloads that are gone, until an act further on in the same log says that they were taken out.
struct Emptied {
    private var waiting: [RecordID: Sequence64] = [:]

    mutating func add(_ entry: LogEntry) {
        guard let record = entry.record else { return }
        waiting[record] = min(waiting[record] ?? .max, entry.sequence)
    }

    mutating func explain(_ record: RecordID) { waiting[record] = nil }

    /// The first that nothing explains.
    var first: Sequence64? { waiting.values.min() }
}

extension StoredEntry {
    var isEmptied: Bool { entry.kind == .change && payload.isEmpty }
}

extension DirectoryEvent {
    /// Nil for what cannot be read as an act.
    static func signed(in content: Data) -> Signed? { try? Canonical.decode(from: content) }

    /// What an act says is left of a record; nil for every other act.
    static func compacted(in content: Data) -> RecordState? {
        guard case .compacted(let state)? = signed(in: content)?.event else { return nil }
        return state
    }
}
