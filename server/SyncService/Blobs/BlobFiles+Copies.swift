// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Glibc

/// Whole files between two folders of files: that of a server, and that of its backups.
extension BlobFiles {
    /// True for a file that is there and is what its hash says; every byte of it is read.
    package func isWhole(_ hash: Hash) -> Bool { (try? Hash(ofFile: path(hash))) == hash }

    /// Copies a file from another folder, in the place of a damaged one as well.
    ///
    /// It gets its name when it was read back from where it is now and is what its hash says; it is
    /// on the disk when this returns.
    ///
    /// - Returns: False where the other folder does not have it, or has it damaged.
    /// - Throws: `StorageFailure.full` or `closed`; what was there is as it was.
    package func copy(_ hash: Hash, from other: BlobFiles) throws -> Bool {
        guard let source = try other.open(hash) else { return false }
        defer { try? source.close() }
        let part = directory + "/partial/\(hash).copy"
        defer { unlink(part) }
        let file = Glibc.open(part, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure() }
        defer { close(file) }
        while true {
            // What cannot be read there is damaged there, and stands in nothing else's way.
            guard let piece = try? source.read(upToCount: 1 << 20) ?? Data() else { return false }
            if piece.isEmpty { break }
            try Self.write(piece, to: file)
        }
        guard fsync(file) == 0 else { throw Self.failure() }
        guard try Hash(ofFile: part) == hash else { return false }
        let whole = path(hash)
        let folder = (whole as NSString).deletingLastPathComponent
        try Self.makeFolder(folder)
        guard rename(part, whole) == 0 else { throw Self.failure() }
        try Self.sync(folder: folder)
        return true
    }

    /// Removes whole files that are not to be kept, and what a copy that was cut off left behind.
    ///
    /// - Returns: How many whole files went.
    @discardableResult
    package func keepOnly(_ kept: Set<Hash>) throws -> Int {
        var count = 0
        try sweep(
            isKept: { hash in
                if !kept.contains(hash) { count += 1 }
                return kept.contains(hash)
            },
            isGoingOn: { _ in false }
        )
        return count
    }

    private static func write(_ piece: Data, to file: Int32) throws {
        var done = 0
        while done < piece.count {
            let count = piece.withUnsafeBytes { buffer in
                Glibc.write(file, buffer.baseAddress?.advanced(by: done), piece.count - done)
            }
            guard count > 0 || count < 0 && errno == EINTR else { throw failure() }
            done += max(count, 0)
        }
    }
}
