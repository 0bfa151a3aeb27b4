// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// What a restore did about the evidence files that the backup refers to.
struct RestoredFiles: Codable {
    var whole = 0
    /// Those that neither the backups' folder nor the server's has whole.
    var missing = 0

    var words: String {
        let found = "\(whole) evidence files are there, whole."
        guard missing > 0 else { return found }
        return found
            + " \(missing) are not: the devices that hold them send them again at their next sync."
            + " For others, put the folder blobs of the backups beside this one, and restore again."
    }
}

/// What stands beside the database, and what a restore does with it.
extension Restoring {
    var beside: String { URL(filePath: file).deletingLastPathComponent().path }

    /// Puts the evidence files back that the backup refers to, but for those of records that were
    /// erased since.
    func putBack(
        _ files: [StoredFile],
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> RestoredFiles {
        let (beside, data) = (beside, data.path)
        do {
            return try await Files.apart {
                let erased = try ErasureLedger.records(in: data + "/" + ErasureLedger.name)
                    .union(ErasureLedger.records(in: beside + "/" + ErasureLedger.name))
                let wanted = files.filter { !erased.isSuperset(of: $0.records) }
                let missing = try BackupFiles.give(wanted, from: beside, to: data, progress)
                return RestoredFiles(whole: wanted.count - missing, missing: missing)
            }
        } catch StorageFailure.full {
            throw Failure("There is no room in \(data) for the files. Make room, and try again.")
        } catch StorageFailure.damaged {
            throw unreadableLedger()
        } catch {
            throw Failure(
                "The evidence files of \(beside) cannot be put back into \(data). Nothing else was"
                    + " changed. Look at the disks, and restore again."
            )
        }
    }

    /// What was erased after the backup must not come back, and what was held must stay so: the
    /// folder's own ledgers say it, and those beside the backup, for a folder that is new.
    func adoptLedgers() throws {
        do {
            _ = try ErasureLedger(path: data.path + "/" + ErasureLedger.name)
                .adopt(from: beside + "/" + ErasureLedger.name)
            try HoldLedger(path: data.path + "/" + HoldLedger.name)
                .adopt(from: beside + "/" + HoldLedger.name)
        } catch {
            throw unreadableLedger()
        }
    }

    /// Who was enrolled after the backup is not forgotten; where the folder is new, and knows of
    /// nobody since the newest backup, that is said.
    func adoptDevices(since made: Instant) throws {
        try DeviceLedger.adopt(
            in: data.path + "/" + DeviceLedger.name,
            from: beside + "/" + DeviceLedger.name,
            backupOf: made,
            newest: newestBackup,
            now: ServerClock.now()
        )
    }

    /// When the newest backup of the folder was made: the ledgers beside it are of then.
    private var newestBackup: Instant? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: beside)) ?? []
        return names.filter { $0.hasPrefix("keeplocal-") && $0.hasSuffix(".json") }
            .compactMap { Files.read(Backup.self, from: beside + "/" + $0)?.made }.max()
    }

    /// Names the file: one that is in order is not to be replaced.
    private func unreadableLedger() -> Failure {
        for folder in [data.path, beside] {
            let (erasures, holds) = (
                folder + "/" + ErasureLedger.name, folder + "/" + HoldLedger.name
            )
            if (try? ErasureLedger.records(in: erasures)) == nil {
                return .damagedLedger(ErasureLedger.name, in: folder, isRestoring: true)
            }
            if (try? HoldLedger.records(in: holds)) == nil {
                return .damagedLedger(HoldLedger.name, in: folder, isRestoring: true)
            }
        }
        return Failure(
            "The ledgers of \(beside) cannot be added to those of \(data.path). The database is as"
                + " it was. Look at the disks, and restore again."
        )
    }
}
