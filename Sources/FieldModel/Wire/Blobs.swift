// SPDX-License-Identifier: Apache-2.0

package enum UploadKind {}
/// An upload that has begun; it belongs to the device that began it.
package typealias UploadID = Identifier<UploadKind>

/// A file as one record names it.
package struct BlobName: Hashable, Sendable, Codable {
    package let record: RecordID
    package let sha256: Hash

    package init(record: RecordID, sha256: Hash) { (self.record, self.sha256) = (record, sha256) }
}

/// Asks which of these files the server has for these records, and is told those it has.
package struct BlobNames: Hashable, Sendable, Codable {
    package let files: [BlobName]

    package init(files: [BlobName]) { self.files = files }
}
