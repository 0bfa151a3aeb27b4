// SPDX-License-Identifier: Apache-2.0

/// What an organisation sent: the fields as they were, and which records they were made from.
package struct ReturnRevision: Hashable, Sendable, Codable {
    package let record: RecordID
    package let form: FormID
    package let formVersion: Int
    package let fields: [FieldPath: FieldValue]
    package let manifest: [ManifestEntry]

    package init(
        record: RecordID,
        form: FormID,
        formVersion: Int,
        fields: [FieldPath: FieldValue],
        manifest: [ManifestEntry]
    ) {
        (self.record, self.form, self.formVersion) = (record, form, formVersion)
        (self.fields, self.manifest) = (fields, manifest)
    }

    /// The hash of the canonical JSON of the whole revision.
    package func contentHash() throws -> Hash { Hash(of: try Canonical.encode(self)) }
}

/// One record that a return was made from, as it was then.
package struct ManifestEntry: Hashable, Sendable, Codable {
    package let record: RecordID
    package let version: Sequence64
    /// The hash of the record's stored state.
    package let hash: Hash

    package init(record: RecordID, version: Sequence64, hash: Hash) {
        (self.record, self.version, self.hash) = (record, version, hash)
    }
}
