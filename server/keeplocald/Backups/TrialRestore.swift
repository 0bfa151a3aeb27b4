// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// A backup put into a folder of its own, as it would be to serve, and looked at there.
struct TrialRestore {
    private static let prefix = ".trial-"

    let folder: String
    private let claim: Claim?

    init(of file: String, keys: String, in parent: String) throws {
        let name = Self.prefix + UUID().uuidString
        folder = parent + "/" + name
        // Before the folder is there: whoever sees it sees that somebody uses it.
        claim = try? Claim(name, in: parent)
        do {
            try Files.makePrivateFolder(folder)
        } catch {
            remove()
            throw error
        }
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

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
        claim?.end()
    }

    static func isLeft(in parent: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        return names.contains { $0.hasPrefix(prefix) || $0.hasPrefix(Claim.prefix + prefix) }
    }

    /// Removes what runs left that were killed: copies of the database with its keys.
    static func sweep(in parent: String) {
        Claim.sweep(parent) { $0.hasPrefix(prefix) ? $0 : nil }
    }
}
