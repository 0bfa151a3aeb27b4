// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Whether a submitted revision says what the server's own records say.
struct RevisionJudge {
    let reader: any StorageReader

    func check(
        _ revision: ReturnRevision,
        of record: StoredRecord,
        versions: FormVersions
    ) throws {
        let view = versions.view(record.state)
        guard view.conflicts.isEmpty else {
            throw Problem(
                .returnChanged,
                "The return has open conflicts. Settle them, prepare and submit again."
                    + " See them with: keeplocal conflict list"
            )
        }
        guard revision.record == record.state.record, revision.form == record.state.form,
            revision.formVersion == view.formVersion, revision.fields == view.fields
        else {
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
        let records = revision.manifest.map(\.record)
        guard zip(records, records.dropFirst()).allSatisfy(<),
            !records.contains(revision.record)
        else {
            throw Problem(
                .changeMalformed,
                "A manifest lists its records in their order, each once, and never the return."
            )
        }
        for entry in revision.manifest { try check(entry, record.state.scope) }
    }

    /// The record exists in the same organisation, and was as the manifest says.
    private func check(_ entry: ManifestEntry, _ scope: Scope) throws {
        let found = try reader.mark(entry.record)
        if let found, found.version == entry.version, found.hash != entry.hash {
            // It may be the server's own copy of the hash that is wrong: reading it whole tells.
            _ = try reader.record(entry.record)
        }
        guard let found, found.scope.council == scope.council,
            found.scope.organisation == scope.organisation,
            found.version >= entry.version,
            found.version > entry.version || found.hash == entry.hash
        else {
            throw Problem(
                .returnChanged,
                "The return names a record that this server does not have in that form: "
                    + "\(entry.record). Sync and submit again."
            )
        }
    }
}
