// SPDX-License-Identifier: Apache-2.0

import Foundation
package import GRDB
import Glibc
import SyncService

extension SQLiteStorage {
    /// The name of the database in its folder.
    package static let fileName = "keeplocal.sqlite"

    /// Keeps every other process from opening the database of a folder, for as long as it lives.
    ///
    /// - Throws: `StorageFailure.busy`.
    package static func lock(_ directory: String) throws -> FileLock {
        try FileLock(path: directory + "/keeplocal.lock")
    }

    /// True while another process has the database of a folder open.
    package static func isBusy(in directory: String) -> Bool {
        do {
            _ = try lock(directory)
            return false
        } catch StorageFailure.busy {
            return true
        } catch {
            return false
        }
    }

    /// Copies one snapshot of the whole database through SQLite itself, while others read and
    /// write.
    package func copy(to copy: DatabaseQueue) async throws {
        do {
            try await reading { source in
                try copy.writeWithoutTransaction { try source.backup(to: $0) }
            }
        } catch {
            throw Self.failure(error)
        }
    }

    /// Copies into a new file, which is on the disk, whole and by itself, when this returns.
    ///
    /// What an erasure owes is done before: else a key might go between this and the copy of keys.
    package func copy(toFile path: String) async throws {
        try await write { _ in }
        do {
            try FileLock.makePrivate(path)
            let copy = try DatabaseQueue(path: path)
            try await self.copy(to: copy)
            // The copy says that it has a log of writes beside it, which it has not.
            try await copy.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
            try Self.makeDurable(path)
        } catch {
            throw Self.failure(error)
        }
    }

    /// Copies the keys into a new file.
    ///
    /// After the database: the copy then has those of all that is in it, but of what was erased in
    /// between.
    package func copyKeys(toFile path: String) async throws {
        do {
            try sealedFiles.keys.copy(toFile: path)
        } catch {
            throw Self.failure(error)
        }
    }

    /// The name of the keys in their folder.
    package static let keysName = "keys.sqlite"

    /// Waits until a file, or a folder's list of files, is on the disk.
    package static func makeDurable(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StorageFailure.closed("\(path) cannot be opened") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw errno == ENOSPC
                ? StorageFailure.full : StorageFailure.broken("\(path) cannot be written")
        }
    }
}
