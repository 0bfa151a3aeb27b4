// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// Puts a backup in the place of a database; nothing is switched before all of it was verified.
struct Restoring {
    let data: DataFolder
    let file: String
    let isReplacing: Bool

    struct Result: Codable {
        let made: Instant
        /// When it was done; the former database is set aside under this time.
        let at: Instant
        let changes: Int
        let records: Int
        let timeline: Int64
        let setAside: String?
        /// False for a former database that is there and cannot be read.
        let isFormerReadable: Bool
        let files: RestoredFiles
        /// False where the folder of the backups cannot be written.
        let isNoted: Bool

        var json: JSON {
            [
                "restored": .string(made.description), "changes": .integer(Int64(changes)),
                "records": .integer(Int64(records)), "timeline": .integer(timeline),
                "setAside": setAside.map(JSON.string) ?? .null,
                "files": .integer(Int64(files.whole)),
                "filesMissing": .integer(Int64(files.missing)),
            ]
        }
    }

    func run(progress: @escaping @Sendable (String) -> Void) async throws -> Result {
        let backup = try checkFile()
        if let done = try finishLeft(of: backup) { return done }
        let former = try await formerDatabase()
        try Files.makePrivateFolder(data.path)
        // Nobody opens the folder between the look at what is there and the switch.
        let lock = try lockFolder()
        defer { withExtendedLifetime(lock) {} }
        TrialRestore.sweep(in: data.path)
        let trial: TrialRestore
        do {
            trial = try TrialRestore(of: file, keys: keys, in: data.path)
        } catch {
            throw Failure("\(file) cannot be copied into \(data.path). Look at the disk.")
        }
        defer { trial.remove() }
        let found = try await verified(trial, progress)
        if let former, !former.isReached(from: found.heads) { throw sideways }
        // What is there already is in nobody's way if the switch does not come to be.
        let files = try await putBack(found.files, progress)
        do {
            let (switchover, result) = try await decide(trial, backup, found, former, files)
            try data.finish(switchover)
            return result
        } catch StorageFailure.full {
            throw Failure("There is no room in \(data.path). Nothing was changed. Make room.")
        } catch is StorageFailure {
            throw Failure(
                "The backup cannot be put into \(data.path). Nothing was changed. Look at the disk."
            )
        }
    }

    /// Makes the copy the one to go on with, and decides that it is used; before, all is as it was.
    private func decide(
        _ trial: TrialRestore,
        _ backup: Source,
        _ found: TrialRestore.Found,
        _ former: FormerDatabase?,
        _ files: RestoredFiles
    ) async throws -> (Switchover, Result) {
        let used = UsedTimelines(folders: [beside, data.path])
        let last = max(former?.timeline ?? 0, used.highest)
        let timeline = try await begin(in: trial, after: last, backup)
        // What was erased since is named by the ledger, which stays: it is erased again before the
        // server answers anybody.
        try adoptLedgers()
        try adoptDevices(since: backup.made)
        let unnoted = used.note(timeline)
        let at = ServerClock.now()
        let result = Result(
            made: backup.made,
            at: at,
            changes: found.verification.changes,
            records: found.verification.records,
            timeline: timeline,
            setAside: isAnythingThere ? data.path + "/" + SetAsideCopy.name(at: at) : nil,
            isFormerReadable: former?.isReadable ?? true,
            files: files,
            isNoted: !unnoted.contains(beside)
        )
        let note = Switchover.Note(backup: backup.hash, result: result)
        return (try Switchover.decide(trial, in: data.path, note: note), result)
    }

    /// Ends a restore that was decided, and was cut off then.
    ///
    /// - Returns: What it did, where it is the same that is asked for.
    private func finishLeft(of backup: Source) throws -> Result? {
        guard Switchover.isLeft(in: data.path) else { return nil }
        let lock = try lockFolder()
        defer { withExtendedLifetime(lock) {} }
        guard let left = Switchover.left(in: data.path) else { return nil }
        let note = left.note
        try data.finish(left)
        TrialRestore.sweep(in: data.path)
        return note?.backup == backup.hash ? note?.result : nil
    }

    /// Also keys without their database are set aside.
    private var isAnythingThere: Bool {
        [SQLiteStorage.fileName, SQLiteStorage.keysName].contains {
            FileManager.default.fileExists(atPath: data.path + "/" + $0)
        }
    }

    private func lockFolder() throws -> FileLock {
        do {
            return try SQLiteStorage.lock(data.path)
        } catch {
            throw inUse
        }
    }

    /// The keys of the sealed payloads, beside the backup under the same name.
    private var keys: String {
        (file.hasSuffix(".backup") ? String(file.dropLast(7)) : file) + ".keys"
    }

    /// A backup that is there, as the document beside it says, or its own date.
    private struct Source {
        let made: Instant
        let hash: Hash
        let document: Backup?
    }

    private func checkFile() throws -> Source {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure("There is no file \(file).")
        }
        let document = file.hasSuffix(".backup") ? file.dropLast(7) + ".json" : file + ".json"
        let hash = try Hash(ofFile: file)
        if let backup = Files.read(Backup.self, from: document) {
            guard hash == backup.sha256 else { throw damaged("its hash is wrong") }
            return Source(made: backup.made, hash: hash, document: backup)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let date = attributes[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
        let made = Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
        return Source(made: made, hash: hash, document: nil)
    }

    private func damaged(_ why: String) -> Failure {
        Failure(
            "\(file) is damaged: \(why). Nothing was changed. Take another backup, the newest that"
                + " is whole."
        )
    }

    private func verified(
        _ trial: TrialRestore,
        _ progress: @escaping @Sendable (String) -> Void
    ) async throws -> TrialRestore.Found {
        do {
            let found = try await trial.verify { progress("verified \($0) changes ...") }
            guard found.verification.isSound else { throw damaged(found.verification.words) }
            return found
        } catch let failure as Failure {
            throw failure
        } catch StorageFailure.full {
            throw Failure("There is no room in \(data.path). Nothing was changed. Make room.")
        } catch StorageFailure.newer {
            throw Failure.newer(file)
        } catch StorageFailure.closed(let why), StorageFailure.broken(let why) {
            // Nothing that the backup is to blame for.
            throw Failure(
                "\(file) cannot be tried in \(data.path): \(why). Nothing was changed. Look at the"
                    + " disk, whether it is full, and restore again."
            )
        } catch StorageFailure.damaged(let why)
            where !FileManager.default.fileExists(atPath: keys)
        {
            throw Failure(
                "\(file) cannot be read without its keys (\(why)). Nothing was changed. Put"
                    + " \(keys) beside it, from where the backup was made, and restore again."
            )
        } catch {
            throw damaged("it cannot be opened as a database of ours")
        }
    }

    /// Makes the copy the one to go on with; what must happen before it serves belongs here.
    private func begin(
        in trial: TrialRestore,
        after former: Int64,
        _ backup: Source
    ) async throws -> Int64 {
        let storage = try SQLiteStorage(directory: trial.folder)
        var random = SystemRandomNumberGenerator()
        let epoch = String(UInt64.random(in: .min ... .max, using: &random), radix: 36)
        let now = ServerClock.now()
        let timeline = try await storage.write { writer in
            if let document = backup.document { try writer.remember(document) }
            return try writer.beginTimeline(
                after: former,
                backupOf: backup.made,
                epoch: epoch,
                now: now
            )
        }
        // A file that is whole by itself, without the log of writes beside it.
        try await storage.copy(toFile: trial.folder + "/whole")
        try Files.move(trial.folder + "/whole", to: trial.database)
        return timeline
    }

    private var sideways: Failure {
        Failure(
            "\(file) holds what was lost when this server was last restored, and sent again by the"
                + " devices under other numbers since: they could not tell the two apart. Nothing"
                + " was changed. Take a backup that was made before that restore, or after it.",
            code: 5
        )
    }
}
