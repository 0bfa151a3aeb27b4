// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A file that somebody has sent, with the records that name it.
package struct StoredFile: Hashable, Sendable, Codable {
    package let sha256: Hash
    package let sizeBytes: Int64
    package let records: [RecordID]

    package init(sha256: Hash, sizeBytes: Int64, records: [RecordID]) {
        (self.sha256, self.sizeBytes, self.records) = (sha256, sizeBytes, records)
    }
}
