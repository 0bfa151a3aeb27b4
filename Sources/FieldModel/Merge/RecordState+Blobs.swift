// SPDX-License-Identifier: Apache-2.0

extension RecordState {
    /// Every file that the state names, which must stay.
    ///
    /// Those of what is kept of its fields, of what was decided against, and of what was submitted.
    package var blobs: Set<BlobReference> {
        var found: Set<BlobReference> = []
        for write in registers.values.flatMap(\.writes) {
            let others = (write.edit.settled ?? []) + (write.edit.reopened ?? [])
            for value in [write.edit.to, write.edit.was] + others.map(\.value) {
                if case .blob(let blob)? = value { found.insert(blob) }
            }
        }
        for step in steps {
            guard case .move(.submit(let revision)) = step.step else { continue }
            for case .blob(let blob) in revision.fields.values { found.insert(blob) }
        }
        return found
    }
}

extension Change {
    /// The files that its author put into the record.
    package var attached: Set<BlobReference> {
        Set(
            patch.values.compactMap { edit in
                if case .blob(let blob)? = edit.to { blob } else { nil }
            }
        )
    }
}
