// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import Glibc
import Synchronization

/// The folder of files: `aa/HASH` for whole ones, `partial/UPLOAD` for those on their way.
///
/// Every name is made from an identifier or a hash that was read, never from what somebody wrote.
/// How far an upload is, the length of its partial file tells, which is asked only after it was
/// brought to the disk. A whole file comes into its place by one rename, once its hash was checked.
package final class BlobFiles: Sendable {
    let directory: String
    /// Room that is left to the records, which matter more.
    private let freeBytesMin: Int64
    private let writers = Mutex<[UploadID: PartialFile]>([:])

    /// - Throws: `StorageFailure.closed`, or `full`.
    package init(directory: String, freeBytesMin: Int64 = Limits.blobFreeBytesMin) throws {
        (self.directory, self.freeBytesMin) = (directory + "/blobs", freeBytesMin)
        for folder in [self.directory, self.directory + "/partial"] {
            try Self.makeFolder(folder)
        }
    }

    /// A folder that is only read: nothing is made in it.
    package init(existing directory: String) {
        (self.directory, freeBytesMin) = (directory + "/blobs", 0)
    }

    func path(_ hash: Hash) -> String {
        let name = hash.description
        return "\(directory)/\(name.prefix(2))/\(name)"
    }

    private func path(_ id: UploadID) -> String { "\(directory)/partial/\(id)" }

    // What is on its way

    package func create(_ id: UploadID) throws {
        let file = Glibc.open(path(id), O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure() }
        close(file)
        try Self.sync(folder: directory + "/partial")
    }

    /// How much of an upload is on the disk; nil for one without a file.
    ///
    /// Whoever was still writing, over a connection that is gone, writes no more.
    package func offset(of id: UploadID) throws -> Int64? {
        writers.withLock { $0.removeValue(forKey: id) }?.retire()
        let file = Glibc.open(path(id), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            guard errno == ENOENT else { throw Self.failure() }
            return nil
        }
        defer { close(file) }
        guard fdatasync(file) == 0 else { throw Self.failure() }
        return Self.size(of: file)
    }

    /// Opens an upload for what comes next; the one writer there is.
    ///
    /// - Throws: `Problem` `blob.offset` when it is not as far as the sender believes.
    package func writer(_ id: UploadID, at offset: Int64, of size: Int64) throws -> PartialFile {
        guard let reached = try self.offset(of: id) else { throw Uploading.gone }
        guard reached == offset else { throw Uploading.wrongOffset(reached) }
        try requireRoom(size - offset)
        let file = Glibc.open(path(id), O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.failure() }
        let writer = PartialFile(file, offset: offset, size: size)
        writers.withLock { $0.updateValue(writer, forKey: id) }?.retire()
        return writer
    }

    /// Who writes an upload now; nil for nobody.
    package func currentWriter(_ id: UploadID) -> PartialFile? { writers.withLock { $0[id] } }

    /// A request has written what it had.
    package func end(_ writer: PartialFile, of id: UploadID) {
        writers.withLock { writers in
            if writers[id] === writer { writers[id] = nil }
        }
    }

    package func requireRoom(_ bytes: Int64) throws {
        var system = statvfs()
        guard statvfs(directory, &system) == 0 else { throw Self.failure() }
        let free = system.f_bavail.multipliedReportingOverflow(by: system.f_frsize)
        let freeBytes = free.overflow ? Int64.max : Int64(clamping: free.partialValue)
        guard freeBytes > freeBytesMin, freeBytes - freeBytesMin > bytes else {
            throw StorageFailure.full
        }
    }

    /// The hash of all that has arrived of an upload; nil for one without a file.
    package func hash(of id: UploadID) throws -> Hash? {
        FileManager.default.fileExists(atPath: path(id)) ? try Hash(ofFile: path(id)) : nil
    }

    package func remove(_ id: UploadID) {
        writers.withLock { $0.removeValue(forKey: id) }?.retire()
        unlink(path(id))
    }

    // What is whole

    package func has(_ hash: Hash, sizeBytes: Int64) -> Bool {
        var status = stat()
        return stat(path(hash), &status) == 0 && Int64(status.st_size) == sizeBytes
    }

    /// Gives a partial file, whose hash was checked, its name; a file that has it gives way, as it
    /// can only be the same, or damaged.
    ///
    /// The partial file stays until it is removed: if what follows fails, nothing was lost.
    package func place(_ id: UploadID, as hash: Hash) throws {
        let (partial, whole) = (path(id), path(hash))
        let folder = (whole as NSString).deletingLastPathComponent
        try Self.makeFolder(folder)
        unlink(partial + ".whole")
        guard link(partial, partial + ".whole") == 0, rename(partial + ".whole", whole) == 0 else {
            throw Self.failure()
        }
        // A rename between two names of one file does nothing, and leaves both.
        unlink(partial + ".whole")
        try Self.sync(folder: folder)
    }

    /// A whole file, open for reading: it can be read to its end whatever happens to its name.
    package func open(_ hash: Hash) throws -> FileHandle? {
        FileHandle(forReadingAtPath: path(hash))
    }

    /// Removes a file that nobody has any more.
    package func remove(_ hash: Hash) { unlink(path(hash)) }

    /// Removes the whole files that are not to be kept, and partial ones of uploads that are over.
    package func sweep(isKept: (Hash) throws -> Bool, isGoingOn: (UploadID) throws -> Bool) throws {
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: directory + "/partial") {
            let isOwn = try UploadID(name).map { try isGoingOn($0) } ?? false
            if !isOwn { unlink("\(directory)/partial/\(name)") }
        }
        for folder in try files.contentsOfDirectory(atPath: directory) where folder.count == 2 {
            for name in try files.contentsOfDirectory(atPath: "\(directory)/\(folder)") {
                guard let hash = Hash(name), try !isKept(hash) else { continue }
                unlink(path(hash))
            }
        }
    }

    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) != 0 else {
            return try sync(folder: (path as NSString).deletingLastPathComponent)
        }
        guard errno == EEXIST else { throw failure() }
    }

    static func sync(folder: String) throws {
        let file = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure() }
    }

    static func size(of file: Int32) -> Int64 {
        var status = stat()
        return fstat(file, &status) == 0 ? Int64(status.st_size) : 0
    }

    static func failure() -> StorageFailure {
        let number = errno
        if number == ENOSPC || number == EDQUOT { return .full }
        return .closed("the folder of files fails: \(String(cString: strerror(number)))")
    }
}
