// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What became of a record that was found damaged.
package struct Mended: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        /// Somebody else had made it again meanwhile.
        case whole
        case rebuilt
        /// The log does not have it whole either, and why.
        case lost(String)
    }

    package let record: RecordID
    package let outcome: Outcome

    package init(record: RecordID, outcome: Outcome) {
        (self.record, self.outcome) = (record, outcome)
    }
}

extension StorageWriter {
    /// Makes a damaged record again from the log; one that is whole is left alone.
    package func mend(_ id: RecordID, forms: FormShelf) throws -> Mended {
        do {
            _ = try record(id)
            return Mended(record: id, outcome: .whole)
        } catch is DamagedRecords {}
        do {
            let made = try forms.stored(Refolding(reader: self).state(of: id), in: self)
            try checkPlace(of: made)
            // The digest was kept with the hash that the record was stored with, which is this one,
            // whatever became of the copy beside the record: so the digest stays as it is.
            try save(made, replacing: made)
            return Mended(record: id, outcome: .rebuilt)
        } catch StorageFailure.damaged(let why) {
            return Mended(record: id, outcome: .lost(why))
        }
    }

    /// A log that has lost its end leads to an older state, which must not take the place of what
    /// was acknowledged.
    private func checkPlace(of made: StoredRecord) throws {
        // A mark that cannot be read contradicts nothing.
        guard let kept = try? mark(made.state.record) else { return }
        guard kept.hash == made.hash || kept.version == made.state.version else {
            throw StorageFailure.damaged(
                "its log leads to version \(made.state.version), and not to \(kept.version)"
            )
        }
    }
}
