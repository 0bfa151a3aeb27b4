// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// The evidence files beside the backups of a folder: `blobs/aa/HASH`, each once for all of them.
///
/// A backup has a list of those that it refers to, `keeplocal-TIME.files`. So it costs only what is
/// new, and a file goes with the last list that has it. One that only erased records name goes at
/// once.
struct BackupFiles {
    private let folder: String
    private let store: BlobFiles

    /// - Throws: `StorageFailure`.
    init(folder: String) throws {
        self.folder = folder
        store = try BlobFiles(directory: folder, freeBytesMin: 0)
    }

    static func list(of backup: String) -> String {
        (backup.hasSuffix(".backup") ? String(backup.dropLast(7)) : backup) + ".files"
    }

    /// Brings in what is not there, and reads what is.
    ///
    /// - Returns: Those that neither side has whole.
    func take(
        _ files: [StoredFile],
        from data: String,
        progress: (String) -> Void
    ) throws -> [StoredFile] {
        let source = try BlobFiles(directory: data)
        return try Self.copy(files, from: source, to: store, progress)
    }

    /// Puts back what the folder of a server does not have whole; the backups' is only read.
    ///
    /// - Returns: How many neither side has whole.
    static func give(
        _ files: [StoredFile],
        from folder: String,
        to data: String,
        _ progress: (String) -> Void
    ) throws -> Int {
        let target = try BlobFiles(directory: data)
        return try copy(files, from: BlobFiles(existing: folder), to: target, progress).count
    }

    private static func copy(
        _ files: [StoredFile],
        from source: BlobFiles,
        to target: BlobFiles,
        _ progress: (String) -> Void
    ) throws -> [StoredFile] {
        var missing: [StoredFile] = []
        for (index, file) in files.enumerated() {
            progress("evidence files: \(index + 1) of \(files.count) ...")
            guard !target.isWhole(file.sha256) else { continue }
            if try !target.copy(file.sha256, from: source) { missing.append(file) }
        }
        return missing
    }

    /// Removes what no backup of the folder refers to any more, and what was erased.
    ///
    /// A list that cannot be read may refer to anything: then nothing goes but what was erased.
    func sweep(erased: Set<RecordID>) throws {
        var (kept, gone): (Set<Hash>, Set<Hash>) = ([], [])
        var isCertain = true
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.hasSuffix(".backup") {
            let path = folder + "/" + Self.list(of: name)
            guard FileManager.default.fileExists(atPath: path) else { continue }
            guard let files = Files.read([StoredFile].self, from: path) else {
                isCertain = false
                continue
            }
            for file in files {
                if erased.isSuperset(of: file.records) {
                    gone.insert(file.sha256)
                } else {
                    kept.insert(file.sha256)
                }
            }
        }
        if isCertain {
            try store.keepOnly(kept)
        } else {
            for hash in gone.subtracting(kept) { store.remove(hash) }
        }
    }
}
