// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc
import SyncService

/// A file that only grows: one entry a line, each with a checksum.
///
/// A last line that was cut off was never answered, and is cut away; any other that is not what was
/// written is damage.
struct LedgerFile<Entry: Codable & Sendable> {
    let path: String
    var name: String { (path as NSString).lastPathComponent }

    /// What the file holds; nothing where there is none.
    ///
    /// - Throws: `StorageFailure.damaged` for a line that is not what was written.
    func read() throws -> (entries: [Entry], length: Int, isCutOff: Bool) {
        if access(path, F_OK) != 0, errno == ENOENT { return ([], 0, false) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StorageFailure.closed("\(name) is there and cannot be read")
        }
        var (entries, length): ([Entry], Int) = ([], 0)
        for line in data.split(separator: 10, omittingEmptySubsequences: false) {
            let isLast = length + line.count == data.count
            if isLast { return (entries, length, !line.isEmpty) }
            guard let entry = Self.entry(line) else {
                throw StorageFailure.damaged(
                    "line \(entries.count + 1) of \(name) is not what was written"
                )
            }
            entries.append(entry)
            length += line.count + 1
        }
        return (entries, length, false)
    }

    /// Nil for a line that is not what was written.
    private static func entry(_ line: Data) -> Entry? {
        let text = line.dropFirst(17)
        guard Data(Hash(of: text).description.prefix(16).utf8) == line.prefix(16) else {
            return nil
        }
        return try? Canonical.decode(from: text)
    }

    /// What can be read of a damaged file, and how many lines cannot; nothing of a last line that
    /// was cut off.
    func salvage() throws -> (entries: [Entry], damaged: Int) {
        guard access(path, F_OK) == 0 else { return ([], 0) }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StorageFailure.closed("\(name) is there and cannot be read")
        }
        let lines = data.split(separator: 10, omittingEmptySubsequences: false).dropLast()
        var (entries, damaged): ([Entry], Int) = ([], 0)
        for line in lines {
            if let entry = Self.entry(line) {
                entries.append(entry)
            } else {
                damaged += Self.entryCount(in: line)
            }
        }
        return (entries, damaged)
    }

    /// How many entries a damaged line may be: one whose end was damaged goes on with the next.
    private static func entryCount(in line: Data) -> Int {
        // Between the checksum and what it is of; canonical JSON has no blank outside of its texts.
        max(
            1,
            zip(line, line.dropFirst()).count { $0 == UInt8(ascii: " ") && $1 == UInt8(ascii: "{") }
        )
    }

    /// The same, and cuts away a last line that was cut off.
    func readWhole() throws -> [Entry] {
        let found = try read()
        if found.isCutOff { try shorten(to: found.length) }
        return found.entries
    }

    private static func line(_ entry: Entry) throws -> Data {
        let text = try Canonical.encode(entry)
        return Data(Hash(of: text).description.prefix(16).utf8) + Data(" ".utf8) + text
            + Data("\n".utf8)
    }

    /// Adds entries; they are on the disk when this returns, or the file is what it was.
    func append(_ entries: [Entry]) throws {
        let lines = try entries.reduce(into: Data()) { $0 += try Self.line($1) }
        let file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        let start = lseek(file, 0, SEEK_END)
        do {
            var rest = lines[...]
            // A write that was too short for want of room says so the next time.
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                guard written > 0 else { throw failure() }
                rest = rest.dropFirst(written)
            }
            guard fsync(file) == 0 else { throw failure() }
            // A file that was made, and found no room for its first line, may not have a name yet.
            guard start == 0 else { return }
            try SQLiteStorage.makeDurable((path as NSString).deletingLastPathComponent)
        } catch {
            ftruncate(file, start)
            throw error
        }
    }

    private func shorten(to length: Int) throws {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        guard ftruncate(file, off_t(length)) == 0, fsync(file) == 0 else { throw failure() }
    }

    private func failure() -> StorageFailure {
        errno == ENOSPC || errno == EDQUOT
            ? .full : .broken("\(name) cannot be written: \(String(cString: strerror(errno)))")
    }
}
