// SPDX-License-Identifier: Apache-2.0

import Glibc
import SyncService

/// Holds a file locked while it lives; the kernel lets go when the process ends, however it ends.
package final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `StorageFailure.busy` when another process holds it.
    package init(path: String) throws {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Self.closed(path)
        }
        // The object is whole by now: `deinit` closes the file of one that cannot be locked, too.
        // Closing it here as well would close whatever got the same number meanwhile.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw StorageFailure.busy }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Makes a file that only its owner can read, if there is none.
    static func makePrivate(_ path: String) throws {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw closed(path) }
        close(descriptor)
    }

    private static func closed(_ path: String) -> StorageFailure {
        let number = errno
        if number == ENOSPC || number == EDQUOT { return .full }
        return .closed("\(path) cannot be opened: \(String(cString: strerror(number)))")
    }
}
