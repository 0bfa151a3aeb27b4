// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a submitted revision says what the server's own records say.
struct RevisionJudge {
    let reader: any StorageReader

    func check(_ revision: ReturnRevision, of record: StoredRecord, form: CompiledForm) throws {
        let view = record.state.view { form.policy(for: $0) }
        guard view.conflicts.isEmpty else {
            throw Problem(
                .returnChanged,
                "The return has open conflicts. Settle them, prepare and submit again."
                    + " See them with: keeplocal conflict list"
            )
        }
        guard revision.record == record.state.record, revision.fields == view.fields else {
            throw Problem(
                .returnChanged,
                "The return was changed while it was being submitted. Sync, read it, and submit"
                    + " again."
            )
        }
        guard revision.manifest.count <= Limits.manifestEntriesMax else {
            throw Problem(
                .changeTooLarge,
                "A return is made from at most \(Limits.manifestEntriesMax) records."
            )
        }
        for entry in revision.manifest { try check(entry, record.state.scope) }
    }

    /// The record exists in the same organisation, and was as the manifest says.
    private func check(_ entry: ManifestEntry, _ scope: Scope) throws {
        let found = try reader.record(entry.record)
        guard let found, found.state.scope.council == scope.council,
            found.state.scope.organisation == scope.organisation,
            found.state.version >= entry.version,
            found.state.version > entry.version || found.hash == entry.hash
        else {
            throw Problem(
                .returnChanged,
                "The return names a record that this server does not have in that form: "
                    + "\(entry.record). Sync and submit again."
            )
        }
    }
}
