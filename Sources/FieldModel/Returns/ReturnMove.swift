// SPDX-License-Identifier: Apache-2.0

/// Where a return stands between its first line and the council's approval.
package enum ReturnState: String, Codable, Sendable, CaseIterable {
    case open, ready, submitted
    case inReview = "in_review"
    case accepted, approved
}

/// A move of a return.
///
/// Every decision names the hash of the content it was made about.
package enum ReturnMove: Hashable, Sendable {
    /// The organisation has checked it.
    case prepare
    /// Freezes the content; from then on it is this revision that is reviewed.
    case submit(revision: ReturnRevision)
    case review(content: Hash)
    case accept(content: Hash)
    case approve(content: Hash)

    package enum Name: String, Codable, Sendable, CaseIterable {
        case prepare, submit, review, accept, approve
    }

    package var name: Name {
        switch self {
        case .prepare: .prepare
        case .submit: .submit
        case .review: .review
        case .accept: .accept
        case .approve: .approve
        }
    }

    /// The content that a decision was made about.
    package var decidedContent: Hash? {
        switch self {
        case .prepare, .submit: nil
        case .review(let content), .accept(let content), .approve(let content): content
        }
    }
}

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
