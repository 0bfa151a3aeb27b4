// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// Makes backups of a data folder into another, each restored for trial before it counts.
struct BackupMaker {
    let storage: SQLiteStorage
    /// The data folder, where the evidence files are.
    let data: String
    let folder: String
    /// How many verified backups stay in the folder, and how many that failed; nil for all.
    let keep: Int?

    /// Copies one snapshot, restores and verifies the copy, names it, and remembers it.
    ///
    /// - Throws: `Failure` with what to do; a copy that cannot be restored stays as `.failed`.
    func make(progress: @escaping @Sendable (String) -> Void = { _ in }) async throws -> Backup {
        let now = ServerClock.now()
        let name = "keeplocal-\(now.fileName)"
        let part = folder + "/\(name).part"
        var claim: Claim?
        defer { claim?.end() }
        do {
            try Files.makePrivateFolder(folder)
            let installation = try await storage.read { try $0.installation() }
            try BackupFolder(folder).requireOwn(installation)
            sweepLeft()
            claim = try? Claim(name, in: folder)
            progress("copying the database ...")
            try await copy(to: part)
            var (backup, files) = try await verified(part, name: name, made: now, progress)
            let missing = try await take(files, progress)
            (backup.files, backup.filesMissing) = (files.count - missing, missing)
            backup.installation = installation
            try Files.write(files, to: folder + "/" + BackupFiles.list(of: name))
            try Files.move(part + ".keys", to: folder + "/\(name).keys")
            try Files.move(part, to: folder + "/" + backup.file)
            try Files.write(backup, to: folder + "/\(name).json")
            try await storage.write { [backup] in try $0.remember(backup) }
            try BackupFolder(folder).prune(keep: keep)
            try await sweep()
            return backup
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            try? FileManager.default.removeItem(atPath: part + ".keys")
            let failure = Self.failure(error, folder)
            try? await storage.write { try $0.remember(backupFailure: failure.message) }
            throw failure
        }
    }

    /// Removes what runs left that were killed: parts of copies, and copies for trial.
    private func sweepLeft() {
        TrialRestore.sweep(in: folder)
        Claim.sweep(folder) { file in
            file.wholeMatch(of: #/(keeplocal-\d{8}T\d{9}Z)(\.json|\.files)?\.part([.\-].*)?/#)
                .map { String($0.1) }
        }
    }

    /// The database, its keys, and beside all backups what was erased or held up to now.
    ///
    /// Once more where something was erased meanwhile: its keys are gone, and its entries are not.
    private func copy(to part: String) async throws {
        for _ in 1...Self.copiesMax {
            let erased = storage.erasureCount
            for file in [part, part + ".keys"] { try? FileManager.default.removeItem(atPath: file) }
            try await storage.copy(toFile: part)
            try await storage.copyKeys(toFile: part + ".keys")
            try storage.copyLedgers(to: folder)
            guard storage.erasureCount != erased else { return }
        }
    }

    private static let copiesMax = 5

    /// Brings the evidence files beside the backups; those that went meanwhile are not missed.
    ///
    /// - Returns: How many the server itself does not have whole.
    private func take(
        _ files: [StoredFile],
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> Int {
        let (data, folder) = (data, folder)
        let missing = try await Files.apart {
            try BackupFiles(folder: folder).take(files, from: data, progress: progress)
        }
        return try await storage.read { reader in
            try missing.filter { try reader.hasBlob($0.sha256) }.count
        }
    }

    private func sweep() async throws {
        let (folder, erased) = (folder, storage.erasedRecords)
        try await Files.apart { try BackupFiles(folder: folder).sweep(erased: erased) }
    }

    private func verified(
        _ part: String,
        name: String,
        made: Instant,
        _ progress: (String) -> Void
    ) async throws -> (Backup, [StoredFile]) {
        let (hash, bytes) = (try Hash(ofFile: part), try Files.size(part))
        progress("restoring it for trial ...")
        let trial = try TrialRestore(of: part, keys: part + ".keys", in: folder)
        defer { trial.remove() }
        let found = try await trial.verify()
        guard found.verification.isSound else {
            let failed = folder + "/\(name).failed"
            try Files.move(part, to: failed)
            try Files.move(part + ".keys", to: failed + ".keys")
            try? BackupFolder(folder).prune(keep: keep)
            throw Failure(
                "The backup cannot be restored (\(found.verification.words)). It is kept as"
                    + " \(failed), and does not count. The database itself may be damaged: stop the"
                    + " server, and run keeplocald verify"
            )
        }
        let backup = Backup(
            file: "\(name).backup",
            made: made,
            sha256: hash,
            bytes: bytes,
            heads: Dictionary(
                found.heads.map { ($0.key.text, $0.value) },
                uniquingKeysWith: { first, _ in first }
            ),
            timeline: found.timeline,
            changes: found.verification.changes,
            records: found.verification.records,
            verified: ServerClock.now()
        )
        return (backup, found.files)
    }

    private static func failure(_ error: any Error, _ folder: String) -> Failure {
        switch error {
        case let failure as Failure: failure
        case StorageFailure.full:
            Failure("There is no room for a backup in \(folder). Nothing was changed. Make room.")
        case StorageFailure.closed(let why), StorageFailure.broken(let why),
            StorageFailure.damaged(let why), StorageFailure.foreign(let why):
            Failure("No backup was made: \(why).")
        case StorageFailure.newer(let name): Failure.newer(name)
        default: Failure("No backup was made in \(folder) (\(type(of: error))). Look at the disk.")
        }
    }
}

extension Verification {
    var words: String {
        [chain == "ok" ? nil : "chain: \(chain)", projection == "ok" ? nil : projection]
            .compactMap { $0 }.joined(separator: "; ")
    }
}
