// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation
import StorageSQLite
import SyncService

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a backup, and put it in the place of the database.",
        discussion: """
            The server must be stopped. With --replace a database that is there is set
            aside, never deleted. Devices notice by themselves, and send again what the
            backup does not have.
            """
    )

    @OptionGroup var data: DataFolder
    @Option(help: "The backup: keeplocal-TIME.backup.") var from: String
    @Flag(help: "Set the database that is there aside, and go on with the backup.")
    var replace = false
    @Flag(help: "Print one JSON document: restored, changes, records, files, timeline, ...")
    var json = false

    func run() async throws {
        let restoring = Restoring(data: data, file: from, isReplacing: replace)
        let result = try await restoring.run(progress: Terminal.progress)
        Terminal.progress("")
        guard !json else { return try Terminal.json(result.json) }
        Terminal.line(
            "Restored \(result.changes) changes and \(result.records) records, as they were on"
                + " \(result.made)."
        )
        if let folder = result.setAside { Terminal.line("The former database is in \(folder)") }
        Terminal.line(result.files.words)
        if !result.isNoted {
            Terminal.line(
                "The folder of the backup cannot be written: should this copy be lost as well, wait"
                    + " an hour before you restore the same backup into another folder."
            )
        }
        Terminal.line(
            """
            What was stored after that is still on the devices: each sends its own part again at
            its next sync, by itself. A device, person or organisation that was added since must be
            added again; such a device is then enrolled again, in its own folder.

            Next: keeplocald serve --data \(data.path)
            """
        )
    }
}

/// Puts a backup in the place of a database; nothing is switched before all of it was verified.
struct Restoring {
    let data: DataFolder
    let file: String
    let isReplacing: Bool

    struct Result {
        let made: Instant
        let changes: Int
        let records: Int
        let timeline: Int64
        let setAside: String?
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
        let (made, document) = try checkFile()
        let former = try await formerDatabase()
        try Files.makePrivateFolder(data.path)
        // Nobody opens the folder between the look at what is there and the switch.
        let lock: FileLock
        do {
            lock = try SQLiteStorage.lock(data.path)
        } catch {
            throw inUse
        }
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
        let used = UsedTimelines(folders: [beside, data.path])
        let last = max(former?.timeline ?? 0, used.highest)
        let timeline = try await begin(in: trial, after: last, made, document)
        // What was erased since is named by the ledger, which stays: it is erased again before the
        // server answers anybody.
        try adoptLedgers()
        let unnoted = used.note(timeline)
        let aside = try former.map { _ in try setAside() }
        try SQLiteStorage.makeDurable(trial.keys)
        try Files.move(trial.keys, to: data.path + "/" + SQLiteStorage.keysName)
        try Files.move(trial.database, to: data.path + "/" + SQLiteStorage.fileName)
        return Result(
            made: made,
            changes: found.verification.changes,
            records: found.verification.records,
            timeline: timeline,
            setAside: aside,
            files: files,
            isNoted: !unnoted.contains(beside)
        )
    }

    /// The keys of the sealed payloads, beside the backup under the same name.
    private var keys: String {
        (file.hasSuffix(".backup") ? String(file.dropLast(7)) : file) + ".keys"
    }

    /// When the backup was made, by the document beside it or its own date.
    private func checkFile() throws -> (made: Instant, document: Backup?) {
        guard FileManager.default.fileExists(atPath: file) else {
            throw Failure("There is no file \(file).")
        }
        let document = file.hasSuffix(".backup") ? file.dropLast(7) + ".json" : file + ".json"
        if let backup = Files.read(Backup.self, from: document) {
            guard try Hash(ofFile: file) == backup.sha256 else {
                throw damaged("its hash is wrong")
            }
            return (backup.made, backup)
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        let date = attributes[.modificationDate] as? Date ?? Date(timeIntervalSince1970: 0)
        return (Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000)), nil)
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
        _ made: Instant,
        _ document: Backup?
    ) async throws -> Int64 {
        let storage = try SQLiteStorage(directory: trial.folder)
        var random = SystemRandomNumberGenerator()
        let epoch = String(UInt64.random(in: .min ... .max, using: &random), radix: 36)
        let now = ServerClock.now()
        let timeline = try await storage.write { writer in
            if let document { try writer.remember(document) }
            return try writer.beginTimeline(
                after: former,
                backupOf: made,
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
