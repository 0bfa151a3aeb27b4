// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import Glibc

/// The files of one device, each once under its hash, for its owner only.
package struct EvidenceFolder: Sendable {
    private let path: String

    package init(_ home: Home) { path = home.path + "/evidence" }

    package func path(of hash: Hash) -> String {
        let name = hash.description
        return "\(path)/\(name.prefix(2))/\(name)"
    }

    package func has(_ file: BlobReference) -> Bool {
        Self.size(at: path(of: file.sha256)) == file.sizeBytes
    }

    /// True for a file that is here and is still what its hash says.
    package func isIntact(_ file: BlobReference) throws -> Bool {
        guard has(file) else { return false }
        return try Self.hash(at: path(of: file.sha256)) == file.sha256
    }

    /// Copies a file; it is on the disk under its hash when this returns.
    ///
    /// - Throws: `Problem` for what is no file, empty or too large, and for a full disk.
    /// `progress` is told after each part how many bytes of how many are copied.
    package func attach(
        _ source: String,
        progress: (Int64, Int64) throws -> Void = { _, _ in }
    ) throws -> BlobReference {
        var status = stat()
        guard stat(source, &status) == 0 else {
            throw Self.unusable(source, String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Self.unusable(source, "it is no file")
        }
        guard let input = FileHandle(forReadingAtPath: source) else {
            throw Self.unusable(source, String(cString: strerror(errno)))
        }
        defer { try? input.close() }
        let temporary = try newPath()
        defer { unlink(temporary) }
        let (hash, size) = try Self.copy(input, named: source, to: temporary) {
            try progress($0, Int64(status.st_size))
        }
        try place(temporary, as: hash)
        return BlobReference(
            sha256: hash,
            sizeBytes: size,
            mediaType: MediaType.guess(fromName: source)
        )
    }

    private func newPath() throws -> String {
        try Self.makeFolder(path)
        try Self.makeFolder(path + "/partial")
        return "\(path)/partial/new-\(UUID().uuidString)"
    }

    private static func copy(
        _ input: FileHandle,
        named source: String,
        to path: String,
        progress: (Int64) throws -> Void
    ) throws -> (Hash, Int64) {
        let output = try create(path, O_EXCL)
        defer { try? output.close() }
        var (hashing, size) = (Hashing(), Int64(0))
        while let part = try input.read(upToCount: 1 << 20), !part.isEmpty {
            size += Int64(part.count)
            guard size <= Limits.blobBytesMax else {
                throw Problem(
                    .blobTooLarge,
                    "\(source) is over \(Limits.blobBytesMax / 1_048_576) MB and was not attached."
                        + " Choose a smaller one, such as a photograph of a lower quality."
                )
            }
            hashing.update(part)
            try write(part, to: output)
            try progress(size)
        }
        guard size > 0 else { throw unusable(source, "it is empty") }
        guard fsync(output.fileDescriptor) == 0 else { throw failure() }
        return (hashing.finish(), size)
    }

    // What is fetched

    /// How much of a file was fetched already.
    package func fetched(_ hash: Hash) -> Int64 { Self.size(at: partial(hash)) ?? 0 }

    private func partial(_ hash: Hash) -> String { "\(path)/partial/\(hash)" }

    /// Opens what was fetched of a file, to go on after it, or anew.
    package func openPartial(_ hash: Hash, anew: Bool) throws -> FileHandle {
        _ = try newPath()
        let file = try Self.create(partial(hash), anew ? O_TRUNC : 0)
        try file.seekToEnd()
        return file
    }

    /// Takes a file that was fetched whole; a wrong one is thrown away.
    ///
    /// - Throws: `Problem` `blob.mismatch`.
    package func take(_ file: BlobReference) throws {
        let partial = partial(file.sha256)
        guard try Self.hash(at: partial) == file.sha256 else {
            unlink(partial)
            throw Problem(
                .blobMismatch,
                "What arrived is not the file that the record names. It was thrown away. Fetch it"
                    + " again; if it stays, tell an administrator."
            )
        }
        let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw Self.failure() }
        close(descriptor)
        try place(partial, as: file.sha256)
    }

    package func removePartial(_ hash: Hash) { unlink(partial(hash)) }

    private func place(_ temporary: String, as hash: Hash) throws {
        let whole = path(of: hash)
        let folder = (whole as NSString).deletingLastPathComponent
        try Self.makeFolder(folder)
        guard rename(temporary, whole) == 0 else { throw Self.failure() }
        try Self.sync(folder)
    }

    package func remove(_ hash: Hash) {
        unlink(path(of: hash))
        unlink(partial(hash))
    }

    /// Removes files that were left behind, such as those of an answer that was never saved; what
    /// is being fetched goes on for a day.
    ///
    /// - Returns: False where one that nobody keeps is so young that somebody may be about to.
    package func removeForgotten(isKept: (Hash) throws -> Bool) throws -> Bool {
        let files = FileManager.default
        let now = time(nil)
        var isTidy = true
        for folder in (try? files.contentsOfDirectory(atPath: path)) ?? [] {
            for name in (try? files.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? [] {
                let file = "\(path)/\(folder)/\(name)"
                var status = stat()
                guard stat(file, &status) == 0 else { continue }
                let age = now - status.st_mtim.tv_sec
                let hash = Hash(name)
                guard try hash.map(isKept) != true else { continue }
                let isFetched = folder == "partial" && hash != nil
                // A day to come is that of a clock that was wrong.
                let isOld = age > (isFetched ? 24 * 60 * 60 : Self.secondsToSave)
                if isOld || age < -Self.secondsToSave {
                    unlink(file)
                } else if !isFetched {
                    isTidy = false
                }
            }
        }
        return isTidy
    }

    /// Between a copy and the answer that names it.
    private static let secondsToSave = 10 * 60
}

extension EvidenceFolder {
    package static func write(_ part: Data, to file: FileHandle) throws {
        do {
            try file.write(contentsOf: part)
        } catch {
            throw failure()
        }
    }

    private static func hash(at path: String) throws -> Hash? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        var hashing = Hashing()
        while let part = try file.read(upToCount: 1 << 20), !part.isEmpty { hashing.update(part) }
        return hashing.finish()
    }

    private static func size(at path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    private static func create(_ path: String, _ flags: Int32) throws -> FileHandle {
        let descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw failure() }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    private static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) != 0 else {
            return try sync((path as NSString).deletingLastPathComponent)
        }
        guard errno == EEXIST else { throw failure() }
    }

    private static func sync(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private static func unusable(_ source: String, _ why: String) -> Problem {
        Problem(.usage, "\(source) cannot be attached: \(why).")
    }

    package static func failure() -> Problem {
        let number = errno
        if number == ENOSPC || number == EDQUOT {
            return Problem(
                .diskFull,
                "The disk is full: the file was not kept. Everything saved before is safe. Make"
                    + " room and do it again."
            )
        }
        return Problem(
            .deviceFailed,
            "A file could not be kept on this device (\(String(cString: strerror(number))))."
                + " Everything saved before is safe. Check the disk and do it again."
        )
    }
}
