// SPDX-License-Identifier: Apache-2.0

import Dispatch
package import FieldModel
package import SyncService

/// Files over the database and their folder, away from the threads that answer requests.
package final class BlobDesk: Sendable {
    package let files: BlobFiles
    package let bounds: Uploading.Bounds
    private let storage: any Storage
    private let forms: FormShelf
    private let now: @Sendable () -> Instant
    /// What waits for the disk waits here.
    private let queue = DispatchQueue(label: "keeplocald.files", attributes: .concurrent)

    package init(
        storage: any Storage,
        forms: FormShelf,
        files: BlobFiles,
        bounds: Uploading.Bounds = Uploading.Bounds(),
        now: @escaping @Sendable () -> Instant
    ) {
        (self.storage, self.forms, self.files) = (storage, forms, files)
        (self.bounds, self.now) = (bounds, now)
    }

    package func begin(
        _ file: Uploading.Announced,
        of device: StoredDevice
    ) async throws -> StoredUpload {
        let (forms, files, bounds, now) = (forms, files, bounds, now())
        let (upload, expired) = try await storage.write { writer in
            let expired = try writer.expireUploads(now: now)
            let upload = try writer.begin(
                file,
                of: device,
                forms: forms,
                bounds: bounds,
                folder: files,
                now: now
            )
            return (upload, expired)
        }
        try await apart {
            for id in expired { files.remove(id) }
            guard !upload.isFinished, try files.offset(of: upload.id) == nil else { return }
            try files.requireRoom(upload.sizeBytes)
            try files.create(upload.id)
        }
        if upload.sizeBytes == 0, !upload.isFinished { try await finish(upload) }
        return upload
    }

    /// The upload of a device, and how far it is; one that is all there is finished on the way.
    package func look(
        _ id: UploadID,
        of device: StoredDevice
    ) async throws -> (upload: StoredUpload, offset: Int64) {
        let upload = try await upload(id, of: device)
        if upload.isFinished { return (upload, upload.sizeBytes) }
        let files = files
        await settle(id)
        guard let offset = try await apart({ try files.offset(of: id) }) else {
            throw Uploading.gone
        }
        if offset == upload.sizeBytes { try await finish(upload) }
        return (upload, offset)
    }

    /// Opens an upload for what comes next.
    package func writer(_ upload: StoredUpload, at offset: Int64) async throws -> PartialFile {
        let files = files
        await settle(upload.id)
        return try await apart { try files.writer(upload.id, at: offset, of: upload.sizeBytes) }
    }

    /// Lets a request whose connection broke write what had still arrived.
    ///
    /// A byte that is here need not be sent again; a writer that stands still has nothing more.
    private func settle(_ id: UploadID) async {
        var reached = Int64(-1)
        for _ in 0..<Self.settlePausesMax {
            guard let writer = files.currentWriter(id), writer.offset != reached else { return }
            reached = writer.offset
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    private static let settlePausesMax = 20

    package func upload(_ id: UploadID, of device: StoredDevice) async throws -> StoredUpload {
        let found = try await storage.read { try $0.upload(id) }
        guard var found, found.device == device.id else { throw Uploading.gone }
        let now = now()
        guard now >= found.touched.adding(seconds: Limits.uploadDays * 24 * 60 * 60) else {
            // Not at every part: that it is gone on with need not be known to the second.
            if now > found.touched.adding(seconds: 60 * 60) {
                found.touched = now
                try await storage.write { [found] in try $0.save(found) }
            }
            return found
        }
        throw Uploading.gone
    }

    /// Checks an upload that is all there, and takes the file; a wrong one is thrown away.
    package func finish(_ upload: StoredUpload) async throws {
        let (files, forms, now) = (files, forms, now())
        guard let hash = try await apart({ try files.hash(of: upload.id) }) else {
            // Another request of this device was first.
            let found = try await storage.read { try $0.upload(upload.id) }
            guard found?.isFinished == true else { throw Uploading.gone }
            return
        }
        guard hash == upload.sha256 else {
            try await discard(upload.id)
            throw Uploading.mismatch
        }
        do {
            try await storage.write {
                try $0.finish(upload.id, forms: forms, folder: files, now: now)
            }
        } catch let problem as Problem {
            // Nobody who may send it names it any more.
            try await discard(upload.id)
            throw problem
        }
        try await apart { files.remove(upload.id) }
    }

    package func discard(_ id: UploadID) async throws {
        try await storage.write { try $0.removeUpload(id) }
        files.remove(id)
    }

    /// Removes files that only erased records named in a database that was set aside.
    package func remove(_ hashes: [Hash]) async throws {
        guard !hashes.isEmpty else { return }
        let files = files
        try await storage.write { writer in
            for hash in hashes where try !writer.hasBlob(hash) { files.remove(hash) }
        }
    }

    /// Removes the files that no record names any more.
    package func removeUnreferencedBlobs() async throws {
        let files = files
        let removed = try await storage.write { try $0.removeUnnamedBlobs() }
        // Apart from what was just forgotten, and alone with the writer: a file that is sent anew
        // meanwhile comes before this, or after.
        try await storage.write { writer in
            for hash in removed where try !writer.hasBlob(hash) { files.remove(hash) }
        }
    }

    /// The same before a server serves, with what was left behind by a crash.
    ///
    /// Not what a database that was restored a short while ago knows nothing of: the records that
    /// name it may yet be sent again, and nobody else may have it.
    package func tidy() async throws {
        try await removeUnreferencedBlobs()
        let (files, now) = (files, now())
        try await storage.write { writer in
            _ = try writer.expireUploads(now: now)
            let restored = try writer.restored()?.at.adding(seconds: Self.restoredSeconds)
            let keepsAll = restored.map { now < $0 } ?? false
            try files.sweep(
                isKept: { try keepsAll || writer.hasBlob($0) },
                isGoingOn: { try writer.upload($0)?.isFinished == false }
            )
        }
    }

    private static let restoredSeconds: Int64 = 30 * 24 * 60 * 60

    package func apart<Value: Sendable>(
        _ body: @Sendable @escaping () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
