// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// Makes backups of a database into a folder, each restored for trial before it counts.
struct BackupMaker {
    let storage: SQLiteStorage
    let folder: String
    /// How many verified backups stay in the folder; nil for all.
    let keep: Int?

    /// Copies one snapshot, restores and verifies the copy, names it, and remembers it.
    ///
    /// - Throws: `Failure` with what to do; a copy that cannot be restored stays as `.failed`.
    func make(progress: (String) -> Void = { _ in }) async throws -> Backup {
        let now = ServerClock.now()
        let name = "keeplocal-\(now.fileName)"
        let part = folder + "/\(name).part"
        do {
            try Files.makePrivateFolder(folder)
            progress("copying the database ...")
            try await copy(to: part)
            let backup = try await verified(part, name: name, made: now, progress)
            try Files.move(part + ".keys", to: folder + "/\(name).keys")
            try Files.move(part, to: folder + "/" + backup.file)
            try Files.write(backup, to: folder + "/\(name).json")
            try await storage.write { try $0.remember(backup) }
            try prune()
            return backup
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            try? FileManager.default.removeItem(atPath: part + ".keys")
            let failure = Self.failure(error, folder)
            try? await storage.write { try $0.remember(backupFailure: failure.message) }
            throw failure
        }
    }

    /// The database, its keys, and beside all backups what was erased up to now.
    ///
    /// Once more where something was erased meanwhile: its keys are gone, and its entries are not.
    private func copy(to part: String) async throws {
        for _ in 1...Self.copiesMax {
            let erased = storage.erasureCount
            for file in [part, part + ".keys"] { try? FileManager.default.removeItem(atPath: file) }
            try await storage.copy(toFile: part)
            try await storage.copyKeys(toFile: part + ".keys")
            try storage.copyLedger(to: folder)
            guard storage.erasureCount != erased else { return }
        }
    }

    private static let copiesMax = 5

    private func verified(
        _ part: String,
        name: String,
        made: Instant,
        _ progress: (String) -> Void
    ) async throws -> Backup {
        let (hash, bytes) = (try Hash(ofFile: part), try Files.size(part))
        progress("restoring it for trial ...")
        let trial = try TrialRestore(of: part, keys: part + ".keys", in: folder)
        defer { trial.remove() }
        let (found, heads, timeline) = try await trial.verify()
        guard found.isSound else {
            let failed = folder + "/\(name).failed"
            try Files.move(part, to: failed)
            try Files.move(part + ".keys", to: failed + ".keys")
            throw Failure(
                "The backup cannot be restored (\(found.words)). It is kept as \(failed), and does"
                    + " not count. The database itself may be damaged: stop the server, and run"
                    + " keeplocald verify"
            )
        }
        return Backup(
            file: "\(name).backup",
            made: made,
            sha256: hash,
            bytes: bytes,
            heads: Dictionary(
                heads.map { ($0.key.text, $0.value) },
                uniquingKeysWith: { first, _ in first }
            ),
            timeline: timeline,
            changes: found.changes,
            records: found.records,
            verified: ServerClock.now()
        )
    }

    /// Removes the oldest beyond those to keep; never one that this program did not make.
    private func prune() throws {
        guard let keep else { return }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.wholeMatch(of: #/keeplocal-\d{8}T\d{9}Z\.backup/#) != nil
        }
        for file in files.sorted().dropLast(keep) {
            try FileManager.default.removeItem(atPath: folder + "/" + file)
            for other in [".json", ".keys"] {
                let path = folder + "/" + file.replacing(".backup", with: other)
                try? FileManager.default.removeItem(atPath: path)
            }
        }
    }

    private static func failure(_ error: any Error, _ folder: String) -> Failure {
        switch error {
        case let failure as Failure: failure
        case StorageFailure.full:
            Failure("There is no room for a backup in \(folder). Nothing was changed. Make room.")
        case StorageFailure.closed(let why), StorageFailure.broken(let why),
            StorageFailure.damaged(let why), StorageFailure.foreign(let why):
            Failure("No backup was made: \(why).")
        default: Failure("No backup was made in \(folder) (\(type(of: error))). Look at the disk.")
        }
    }
}

extension Instant {
    /// `20261124T181500123Z`: in the order of time, and good in any file system.
    var fileName: String {
        description.replacing("-", with: "").replacing(":", with: "").replacing(".", with: "")
    }
}

extension Verification {
    var words: String {
        [chain == "ok" ? nil : "chain: \(chain)", projection == "ok" ? nil : projection]
            .compactMap { $0 }.joined(separator: "; ")
    }
}
