// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// The last step of a restore: what is ready takes the place of what is there.
///
/// It is decided by one name, that of a folder with all that is to go in. Before, what was there is
/// as it was; from then on, whoever opens the data folder next ends what was cut off.
struct Switchover {
    private static let prefix = ".switch-"

    /// What a restore that is given again needs, to know that it was done.
    struct Note: Codable {
        let backup: Hash
        let result: Restoring.Result
    }

    let data: String
    private let time: Instant

    private var folder: String { data + "/" + Self.prefix + time.fileName }
    private var former: String { folder + "/former" }
    private var notePath: String { folder + "/restore.json" }

    static func isLeft(in data: String) -> Bool { left(in: data) != nil }

    static func left(in data: String) -> Self? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: data)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.sorted().lazy.compactMap { name in
            Instant(fileName: name.dropFirst(prefix.count)).map { Self(data: data, time: $0) }
        }.first
    }

    /// Decides that what was tried is to be used; durable when it returns.
    static func decide(_ trial: TrialRestore, in data: String, note: Note) throws -> Self {
        let found = Self(data: data, time: note.result.at)
        try Files.makePrivateFolder(trial.folder + "/former")
        try Files.write(note, to: trial.folder + "/restore.json")
        for path in [trial.keys, trial.database, trial.folder] {
            try SQLiteStorage.makeDurable(path)
        }
        try Files.move(trial.folder, to: found.folder)
        return found
    }

    var note: Note? { Files.read(Note.self, from: notePath) }

    /// Moves what is there aside, and what is ready in; the caller keeps everybody else out of the
    /// folder.
    ///
    /// Done again after it was cut off, it goes on where it was.
    func finish() throws {
        let files = FileManager.default
        for name in [SQLiteStorage.keysName, SQLiteStorage.fileName] {
            let new = folder + "/" + name
            // What is not here any more is in its place.
            guard files.fileExists(atPath: new) else { continue }
            for file in ["-journal", "-shm", "-wal", ""].map({ name + $0 })
            where files.fileExists(atPath: data + "/" + file) {
                try Files.move(data + "/" + file, to: former + "/" + file)
            }
            try Files.move(new, to: data + "/" + name)
        }
        if let left = try? files.contentsOfDirectory(atPath: former), !left.isEmpty {
            try Files.move(former, to: data + "/" + SetAsideCopy.name(at: time))
        }
        for name in try files.contentsOfDirectory(atPath: folder)
        where folder + "/" + name != notePath {
            try files.removeItem(atPath: folder + "/" + name)
        }
        try files.removeItem(atPath: folder)
        try SQLiteStorage.makeDurable(data)
    }
}

extension DataFolder {
    /// Ends a restore that was cut off when it was decided, and removes what one left that was cut
    /// off before.
    func finishLeft() throws {
        guard Switchover.isLeft(in: path) || TrialRestore.isLeft(in: path),
            let lock = try? SQLiteStorage.lock(path)
        else { return }
        defer { withExtendedLifetime(lock) {} }
        if let left = Switchover.left(in: path) {
            try finish(left)
            Terminal.error("A restore that was cut off was brought to its end.")
        }
        TrialRestore.sweep(in: path)
    }

    func finish(_ switchover: Switchover) throws {
        do {
            try switchover.finish()
        } catch {
            throw Failure(
                "A restore into \(path) is decided and not done: its files cannot be moved. Nothing"
                    + " is lost. Look at the disk, whether it is full, and give the command again."
            )
        }
    }
}
