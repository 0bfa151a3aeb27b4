// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

extension Invariants {
    /// I4: a deletion and an edit that it had not seen are an open conflict, and the record lives.
    ///
    /// Told from the log alone.
    func existence(_ logs: Logs) throws {
        for (record, writes) in logs.writes {
            guard let history = writes[.exists] else { continue }
            ledger.check(.disputed)
            let state = try world.server.storage.readNow { try $0.record(record)?.state }
            guard let state else { throw Violation(.disputed, "\(record) has no state") }
            let standing = history.standing
            let deletions = standing.filter { $0.edit.to == .boolean(false) }
            // What was written over by somebody who had it before them speaks through that.
            let others = writes.filter { $0.key != .exists }.values.flatMap(\.standing)
            let isUnseen = others.contains { other in
                deletions.contains { !$0.hadBefore(other) }
            }
            var values = Set(standing.flatMap(\.candidates).map(\.value))
            if isUnseen { values.insert(.boolean(true)) }
            let found = state.conflicts { _ in .ask }.contains {
                $0.field == .exists && $0.state == .open
            }
            guard found == (values.count > 1) else {
                throw Violation(
                    .disputed,
                    "whether \(record) is there: \(found ? "a" : "no") conflict is open"
                )
            }
            guard !isUnseen || !state.isDeleted else {
                throw Violation(.disputed, "\(record) is gone, though somebody edited it")
            }
        }
    }
}
