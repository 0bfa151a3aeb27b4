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
            guard let state else { throw Violation(.disputed, "\(record) has no state") }
            let open = Dictionary(
                state.conflicts { _ in .ask }.filter { $0.state == .open }.map { ($0.field, $0) },
                uniquingKeysWith: { $1 }
            )
            for (field, history) in writes where field != .exists {
                if ["score", "outcome", "follow/value"].contains(field.template) {
                    try ask(field, history, record, open[field])
                } else if field.template == "count" {
                    try sum(field, history, state, logs)
                }
            }
        }
    }

    private func ask(
        _ field: FieldPath,
        _ history: [LoggedWrite],
        _ record: RecordID,
        _ found: Conflict?
    ) throws {
        ledger.check(.disputed)
        let candidates = history.standing.flatMap(\.candidates)
        let isOpen = Set(candidates.map(\.value)).count > 1
        guard isOpen == (found != nil) else {
            throw Violation(
                .disputed,
                "\(field) of \(record) \(isOpen ? "is disputed without" : "has") a conflict"
            )
        }
        guard !isOpen || Set(found?.candidates.map(\.id) ?? []) == Set(candidates.map(\.id)) else {
            throw Violation(.disputed, "the conflict of \(field) lacks a candidate")
        }
    }

    private func sum(
        _ field: FieldPath,
        _ history: [LoggedWrite],
        _ state: RecordState,
        _ logs: Logs
    ) throws {
        // What is gone for good was part of what others added to.
        guard history.allSatisfy({ $0.change.kind != .resolve }),
            !ledger.goneRecords.contains(state.record),
            history.allSatisfy({ !logs.untold.contains($0.change.id) })
        else { return }
        ledger.check(.disputed)
        let total = history.reduce(Int64(0)) { sum, write in
            sum + (write.edit.to?.whole ?? 0) - (write.edit.was?.whole ?? 0)
        }
        let read = state.registers[field]?.reading(.sum).value?.whole ?? 0
        guard read == total else {
            throw Violation(.disputed, "\(field) of \(state.record) reads \(read), not \(total)")
        }
    }
}

extension [LoggedWrite] {
    /// Those that no other has replaced.
    var standing: [LoggedWrite] {
        filter { write in !contains { $0.hadBefore(write) } }
    }
}

extension LoggedWrite {
    /// The author had the other write before them: pulled, or made on the same device.
    func hadBefore(_ other: LoggedWrite) -> Bool {
        ([other.version] + (other.change.former ?? [])).contains(where: hadRead)
            || change.device == other.change.device && change.counter > other.change.counter
            || change.lineage?.contains {
                $0.device == other.change.device && other.change.counter <= $0.counter
            } ?? false
    }

    /// The place is on the way that the author's log had taken up to the base.
    private func hadRead(_ place: Sequence64) -> Bool {
        ((change.trunk ?? []) + [change.base]).contains {
            $0.timeline == place.timeline && place <= $0
        }
    }

    /// What it says the field is.
    var candidates: [(id: ChangeID, value: FieldValue?)] {
        edit.reopened?.map { ($0.id, $0.value) } ?? [(change.id, edit.to)]
    }
}

extension FieldValue {
    fileprivate var whole: Int64? {
        guard case .integer(let value) = self else { return nil }
        return value
    }
}
