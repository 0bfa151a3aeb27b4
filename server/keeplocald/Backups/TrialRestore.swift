// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// A backup put into a folder of its own, as it would be to serve, and looked at there.
struct TrialRestore {
    let folder: String

    init(of file: String, keys: String, in parent: String) throws {
        folder = parent + "/.trial-\(UUID().uuidString)"
        try Files.makePrivateFolder(folder)
        do {
            try FileManager.default.copyItem(
                atPath: file,
                toPath: folder + "/" + SQLiteStorage.fileName
            )
            if FileManager.default.fileExists(atPath: keys) {
                try FileManager.default.copyItem(atPath: keys, toPath: self.keys)
            }
        } catch {
            remove()
            throw StorageFailure.closed("\(file) cannot be copied")
        }
    }

    var database: String { folder + "/" + SQLiteStorage.fileName }
    var keys: String { folder + "/" + SQLiteStorage.keysName }

    /// What a backup holds.
    struct Found {
        let verification: Verification
        let heads: [CouncilID: Sequence64]
        let timeline: Int64
        /// The evidence files that its records name, and that had been sent by then.
        let files: [StoredFile]
    }

    /// Reads everything in it, as `keeplocald verify` does.
    func verify(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Found {
        let storage = try SQLiteStorage(directory: folder)
        return try await storage.read { reader in
            Found(
                verification: Verifying(reader: reader, forms: FormShelf(), progress: progress)
                    .run(),
                heads: try reader.heads(),
                timeline: try reader.timeline(),
                files: try reader.storedFiles()
            )
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
