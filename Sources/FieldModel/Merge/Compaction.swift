// SPDX-License-Identifier: Apache-2.0

extension RecordState {
    /// What is left of a deleted record once its time is over, at a new place in the log.
    ///
    /// Nil for a record that is not deleted, or has nothing more to lose.
    ///
    /// The register of `@exists` stays for good, so that an edit that had not seen the deletion is
    /// a conflict with it whenever it comes.
    package func compacted(at path: LogPath) -> RecordState? {
        guard isDeleted, let exists = registers[.exists], registers.count > 1 || !steps.isEmpty
        else { return nil }
        return RecordState(
            record: record,
            form: form,
            scope: scope,
            formVersion: formVersion,
            version: path.end,
            trunk: Array(path.ends.dropLast()),
            registers: [.exists: exists],
            steps: []
        )
    }
}
