// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// The file beside the database that holds once more what the server may not have yet.
///
/// It is only written in a transaction of the database, whose lock keeps other processes away.
struct SideFile {
    let path: String
    private var new: String { path + ".new" }
    private var folder: String { URL(filePath: path).deletingLastPathComponent().path() }

    /// Opens the file for as long as the body runs; nil where there is none.
    func opened<Value>(_ body: (Int32) throws -> Value) throws -> Value? {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw SideFailure(errno) }
            return nil
        }
        defer { close(descriptor) }
        return try body(descriptor)
    }

    /// The head of the file; nil where there is no file, or its first frame is damaged.
    func head() throws -> (head: SideHead, size: Int64)? {
        try opened { descriptor -> (SideHead, Int64)? in
            var reader = SideReader(descriptor)
            guard let frame = try reader.next(), frame.kind == .head, reader.start == 0,
                let head = try? JSONDecoder().decode(SideHead.self, from: frame.payload)
            else { return nil }
            return (head, reader.size)
        } ?? nil
    }

    func hasFrames() throws -> Bool {
        try opened { descriptor in
            var reader = SideReader(descriptor)
            return try reader.next() != nil
        } ?? false
    }

    /// Gives every sound frame from a place on, with where it ends.
    ///
    /// - Returns: How many bytes are damaged.
    @discardableResult
    func forEach(
        from place: Int64 = 0,
        _ body: (SideFrame, _ end: Int64) throws -> Void
    ) throws -> Int64 {
        try opened { descriptor in
            var reader = SideReader(descriptor, from: place)
            while let frame = try reader.next() { try body(frame, reader.position) }
            return reader.damaged
        } ?? 0
    }

    /// Writes after `length`, which is all that counts of the file so far.
    ///
    /// It is on the disk when this returns; else the file is what it was.
    func append(_ frames: [SideFrame], at length: Int64) throws -> Int64 {
        let written: Int64? = try opened { descriptor in
            do {
                let end = try write(frames, to: descriptor, at: length)
                try flush(descriptor)
                return end
            } catch {
                ftruncate(descriptor, off_t(length))
                throw error
            }
        }
        guard let written else { throw SideFailure(ENOENT) }
        return written
    }

    func truncate(to length: Int64) throws {
        _ = try opened { descriptor in
            guard ftruncate(descriptor, off_t(length)) == 0 else { throw SideFailure(errno) }
            try flush(descriptor)
        }
    }

    /// Puts a new file in the place of this one: as a whole, or not at all.
    ///
    /// - Returns: Its length.
    func replace(_ body: ((SideFrame) throws -> Void) throws -> Void) throws -> Int64 {
        let descriptor = open(new, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SideFailure(errno) }
        do {
            var (end, waiting, bytes): (Int64, [SideFrame], Int) = (0, [], 0)
            try body { frame in
                waiting.append(frame)
                bytes += frame.payload.count
                guard bytes > 256 * 1024 else { return }
                end = try write(waiting, to: descriptor, at: end)
                (waiting, bytes) = ([], 0)
            }
            end = try write(waiting, to: descriptor, at: end)
            try flush(descriptor)
            close(descriptor)
            guard rename(new, path) == 0 else { throw SideFailure(errno) }
            try flushFolder()
            return end
        } catch {
            close(descriptor)
            unlink(new)
            throw error
        }
    }

    func flushFolder() throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SideFailure(errno) }
        defer { close(descriptor) }
        try flush(descriptor)
    }

    private func write(
        _ frames: [SideFrame],
        to descriptor: Int32,
        at place: Int64
    ) throws -> Int64 {
        let data = frames.reduce(into: Data()) { $0 += $1.bytes }
        var done = 0
        while done < data.count {
            let count = data.withUnsafeBytes { buffer in
                pwrite(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    data.count - done,
                    off_t(place) + off_t(done)
                )
            }
            guard count > 0 else { throw SideFailure(count == 0 ? ENOSPC : errno) }
            done += count
        }
        return place + Int64(data.count)
    }

    private func flush(_ descriptor: Int32) throws {
        guard fsync(descriptor) == 0 else { throw SideFailure(errno) }
    }
}
