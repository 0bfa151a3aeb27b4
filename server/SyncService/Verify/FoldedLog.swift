// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What the entries of one log have led to.
struct FoldedLog {
    var states: [RecordID: RecordState] = [:]
    var erased = ErasedRecords()
    var emptied = Emptied()

    /// What an act makes of records.
    mutating func take(_ event: DirectoryEvent) {
        switch event {
        case .erased(let erasure): erased.take(erasure)
        case .compacted(let state):
            emptied.explain(state.record)
            states[state.record] = state
        default: break
        }
    }
}
