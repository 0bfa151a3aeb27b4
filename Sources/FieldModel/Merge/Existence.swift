// SPDX-License-Identifier: Apache-2.0

/// Whether a record is there: a register of its own at `@exists`, written by deletions and by
/// resolutions about them. Every edit that a deletion had not seen speaks for the record.
extension RecordState {
    package var isDeleted: Bool {
        guard let register = registers[.exists] else { return false }
        let live = register.live
        return !live.isEmpty && unseenEdit(of: register) == nil
            && live.allSatisfy { write in
                write.candidates.allSatisfy { $0.value == .boolean(false) }
            }
    }

    /// A deletion against an edit that it had not seen.
    ///
    /// The record lives until someone decides.
    var existenceConflict: Conflict? {
        guard let register = registers[.exists] else { return nil }
        var candidates = register.candidates
        if let edit = unseenEdit(of: register) {
            candidates.append(
                Candidate(
                    id: edit.change,
                    value: .boolean(true),
                    author: edit.author,
                    party: edit.party,
                    device: edit.device,
                    at: edit.at
                )
            )
        }
        if Set(candidates.map(\.value)).count > 1 {
            return make(
                .exists,
                base: .boolean(true),
                candidates: candidates,
                resolution: nil
            )
        }
        return resolved(.exists, register)
    }

    /// The latest edit that some standing deletion did not know of.
    private func unseenEdit(of register: Register) -> Stamp? {
        #if MUTANTS
        if Mutant.deletionBeatsEdit.isOn { return nil }
        #endif
        let deletions = register.live.filter { $0.edit.to == .boolean(false) }.map(\.stamp)
        guard !deletions.isEmpty else { return nil }
        var latest: Stamp?
        for (field, other) in registers where field != .exists {
            for stamp in other.standing.map(\.stamp) where latest.map({ $0 < stamp }) ?? true {
                let isUnseen = deletions.contains { deletion in
                    !deletion.hasSeen(stamp)
                        && !deletion.follows(stamp)
                }
                if isUnseen { latest = stamp }
            }
        }
        return latest
    }
}
