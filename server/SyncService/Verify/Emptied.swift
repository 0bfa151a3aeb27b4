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
    /// What an act says is left of a record; nil for every other act.
    static func compacted(in content: Data) -> RecordState? {
        guard let signed = try? Canonical.decode(Signed.self, from: content),
            case .compacted(let state) = signed.event
        else { return nil }
        return state
    }
}
