// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService

extension Invariants {
    /// I4: two values that had not seen each other are one open conflict, and nothing else is.
    ///
    /// The conflict has all of them. Counters are the sum of all that was added. Told from the log
    /// alone, by rules that share nothing with the registers.
    func conflicts(_ logs: Logs) throws {
        for (record, writes) in logs.writes {
            let state = try world.server.storage.readNow { try $0.record(record)?.state }
            guard let state else { throw Violation("I4", "\(record) has no state") }
            for (field, history) in writes where field != .exists {
                if ["score", "outcome", "follow/value"].contains(field.template) {
                    try ask(field, history, state)
                } else if field.template == "count" {
                    try sum(field, history, state)
                }
            }
        }
    }

    private func ask(_ field: FieldPath, _ history: [LoggedWrite], _ state: RecordState) throws {
        let standing = history.filter { write in
            !history.contains { $0.supersedes(write) }
        }
        let candidates = standing.flatMap { write in
            write.edit.reopened?.map { (id: $0.id, value: $0.value) }
                ?? [(id: write.change.id, value: write.edit.to)]
        }
        let isOpen = Set(candidates.map(\.value)).count > 1
        let found = state.conflicts { _ in .ask }.first { $0.field == field && $0.state == .open }
        guard isOpen == (found != nil) else {
            throw Violation(
                "I4",
                "\(field) of \(state.record) \(isOpen ? "is disputed without" : "has") a conflict"
            )
        }
        guard !isOpen || Set(found?.candidates.map(\.id) ?? []) == Set(candidates.map(\.id)) else {
            throw Violation("I4", "the conflict of \(field) lacks a candidate")
        }
    }

    private func sum(_ field: FieldPath, _ history: [LoggedWrite], _ state: RecordState) throws {
        guard history.allSatisfy({ $0.change.kind != .resolve }) else { return }
        let total = history.reduce(Int64(0)) { sum, write in
            sum + (write.edit.to?.whole ?? 0) - (write.edit.was?.whole ?? 0)
        }
        let read = state.registers[field]?.reading(.sum).value?.whole ?? 0
        guard read == total else {
            throw Violation("I4", "\(field) of \(state.record) reads \(read), not \(total)")
        }
    }
}

extension LoggedWrite {
    /// The author had the other write before them: pulled, or made on the same device.
    fileprivate func supersedes(_ other: LoggedWrite) -> Bool {
        change.base >= other.version
            || change.device == other.change.device && change.counter > other.change.counter
            || change.lineage?.contains {
                $0.device == other.change.device && other.change.counter <= $0.counter
            } ?? false
    }
}

extension FieldValue {
    fileprivate var whole: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }
}
