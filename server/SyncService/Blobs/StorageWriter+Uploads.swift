// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension StorageWriter {
    /// Begins an upload, or finds the one that this device has begun of the same file.
    ///
    /// A file that the server has for that scope already is finished at once: who asks may read it
    /// there, so nothing is given away.
    package func begin(
        _ file: Uploading.Announced,
        of device: StoredDevice,
        forms: FormShelf,
        bounds: Uploading.Bounds,
        folder: BlobFiles,
        now: Instant
    ) throws -> StoredUpload {
        guard file.sizeBytes <= bounds.fileBytesMax else {
            throw Problem(
                .blobTooLarge,
                "A file has at most \(bounds.fileBytesMax / 1_048_576) MB here."
            )
        }
        let state = try Uploading(reader: self, forms: forms, person: device.person)
            .target(of: file)
        if var known = try upload(device: device.id, hash: file.sha256, record: state.record) {
            if !known.isFinished || folder.has(file.sha256, sizeBytes: file.sizeBytes) {
                known.touched = now
                try save(known)
                return known
            }
            try removeUpload(known.id)
        }
        let isThere =
            try hasBlob(file.sha256, in: state.scope)
            && folder.has(file.sha256, sizeBytes: file.sizeBytes)
        if !isThere { try checkRoom(for: file, of: device, in: state.scope, bounds) }
        var random = random
        let upload = StoredUpload(
            id: .make(at: now, using: &random),
            device: device.id,
            sha256: file.sha256,
            record: state.record,
            scope: state.scope,
            sizeBytes: file.sizeBytes,
            isFinished: isThere,
            touched: now
        )
        try save(upload)
        return upload
    }

    private func checkRoom(
        for file: Uploading.Announced,
        of device: StoredDevice,
        in scope: Scope,
        _ bounds: Uploading.Bounds
    ) throws {
        guard try uploadCount(device.id) < bounds.uploadsMax else {
            throw Problem(
                .overloaded,
                "This device has \(bounds.uploadsMax) uploads under way. Finish those first."
            )
        }
        let used = try blobBytes(council: scope.council, organisation: scope.organisation)
        guard used <= bounds.placeBytesMax - file.sizeBytes else {
            throw Problem(
                .blobNoRoom,
                "The files of this organisation have reached their limit of"
                    + " \(bounds.placeBytesMax / 1_048_576) MB. The records are safe; the file"
                    + " stays on the device. Ask an administrator."
            )
        }
    }

    /// Takes a file whose bytes are all there and were checked.
    ///
    /// The right to send it is looked at once more: it may have been taken away meanwhile.
    package func finish(
        _ id: UploadID,
        forms: FormShelf,
        folder: BlobFiles,
        now: Instant
    ) throws {
        guard var upload = try upload(id), let device = try device(upload.device),
            device.revoked == nil
        else { throw Uploading.unknown }
        guard !upload.isFinished else { return }
        let file = Uploading.Announced(
            sha256: upload.sha256,
            sizeBytes: upload.sizeBytes,
            record: upload.record
        )
        let state = try Uploading(reader: self, forms: forms, person: device.person)
            .target(of: file)
        try folder.place(id, as: upload.sha256)
        try saveBlob(upload.sha256, sizeBytes: upload.sizeBytes, in: state.scope)
        (upload.isFinished, upload.touched) = (true, now)
        try save(upload)
    }

    /// Forgets uploads that nobody has gone on with.
    ///
    /// - Returns: Those whose partial files may go.
    package func expireUploads(now: Instant) throws -> [UploadID] {
        let limit = now.adding(seconds: -Limits.uploadDays * 24 * 60 * 60)
        let expired = try uploads(untouchedSince: limit)
        for upload in expired { try removeUpload(upload.id) }
        return expired.map(\.id)
    }
}
