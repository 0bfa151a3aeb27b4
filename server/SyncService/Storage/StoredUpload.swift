// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// An upload that a device has begun; how far it is, its partial file tells.
package struct StoredUpload: Hashable, Sendable {
    package let id: UploadID
    package let device: DeviceID
    package let sha256: Hash
    package let record: RecordID
    package let scope: Scope
    package let sizeBytes: Int64
    package var isFinished = false
    package var touched: Instant

    package init(
        id: UploadID,
        device: DeviceID,
        sha256: Hash,
        record: RecordID,
        scope: Scope,
        sizeBytes: Int64,
        isFinished: Bool = false,
        touched: Instant
    ) {
        (self.id, self.device, self.sha256, self.record) = (id, device, sha256, record)
        (self.scope, self.sizeBytes) = (scope, sizeBytes)
        (self.isFinished, self.touched) = (isFinished, touched)
    }
}
