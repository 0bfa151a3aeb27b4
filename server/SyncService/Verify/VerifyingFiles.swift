// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whether the files that records name are there and whole; every byte of each is read, once.
struct VerifyingFiles {
    let files: BlobFiles
    private var seen: [Hash: Bool] = [:]

    init(_ files: BlobFiles) { self.files = files }

    /// Looks at the files that the state of a record names.
    ///
    /// One that nobody has sent for this scope is awaited, which is no fault: its device sends it.
    mutating func take(
        _ state: RecordState,
        _ reader: any StorageReader,
        _ result: inout Verification
    ) throws {
        for blob in state.blobs {
            guard try reader.hasBlob(blob.sha256, in: state.scope) else {
                result.filesAwaited += 1
                continue
            }
            if seen[blob.sha256] == nil {
                let isWhole = files.isWhole(blob.sha256)
                seen[blob.sha256] = isWhole
                if isWhole { result.files += 1 } else { result.filesMissing.append(blob.sha256) }
            }
        }
    }
}
