// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Glibc
import Synchronization
import SyncService

/// `erasures.ledger`: every erasure, in a file that only grows.
///
/// It is written before anything is removed, and is not part of a backup that is put back: so the
/// server erases again what a restored copy still holds. One line an erasure, with a checksum; a
/// last line that was cut off was never answered, and is cut away.
package final class ErasureLedger: Sendable {
    package static let name = "erasures.ledger"

    /// An erasure with its number, which no other has had, also in a ledger that was lost.
    package struct Entry: Sendable, Codable, Hashable {
        package let number: Int64
        package let erasure: Erasure
    }

    private let path: String?
    private let entries: Mutex<[Entry]>

    package init(path: String?) throws {
        self.path = path
        guard let path else {
            entries = Mutex([])
            return
        }
        let found = try Self.read(path)
        entries = Mutex(found.entries)
        if found.isCutOff { try Self.shorten(path, to: found.length) }
    }

    package var all: [Entry] { entries.withLock { $0 } }

    /// Writes an erasure down, once; durable when it returns.
    ///
    /// - Returns: Its number.
    @discardableResult
    package func append(_ erasure: Erasure, number wanted: Int64? = nil) throws -> Int64 {
        try entries.withLock { entries in
            if let known = entries.first(where: { $0.erasure.id == erasure.id }) {
                return known.number
            }
            let last = entries.map(\.number).max() ?? 0
            let number = wanted ?? max(last + 1, erasure.at.milliseconds)
            let entry = Entry(number: number, erasure: erasure)
            if let path { try Self.write(Self.line(entry), at: path) }
            entries.append(entry)
            return number
        }
    }

    /// Takes the erasures of another ledger, such as one that was kept elsewhere.
    ///
    /// - Returns: How many were new.
    package func adopt(from path: String) throws -> Int {
        let known = Set(all.map(\.erasure.id))
        let new = try Self.read(path).entries.filter { !known.contains($0.erasure.id) }
        for entry in new { try append(entry.erasure, number: entry.number) }
        return new.count
    }

    private static func line(_ entry: Entry) throws -> Data {
        let text = try Canonical.encode(entry)
        return Data(Hash(of: text).description.prefix(16).utf8) + Data(" ".utf8) + text
            + Data("\n".utf8)
    }

    private static func read(
        _ path: String
    ) throws -> (entries: [Entry], length: Int, isCutOff: Bool) {
        guard let data = FileManager.default.contents(atPath: path) else { return ([], 0, false) }
        var (entries, length): ([Entry], Int) = ([], 0)
        for line in data.split(separator: 10, omittingEmptySubsequences: false) {
            let isLast = length + line.count == data.count
            if isLast { return (entries, length, !line.isEmpty) }
            let text = line.dropFirst(17)
            guard Data(Hash(of: text).description.prefix(16).utf8) == line.prefix(16),
                let entry: Entry = try? Canonical.decode(from: text)
            else {
                throw StorageFailure.damaged(
                    "line \(entries.count + 1) of \(name) is not what was written"
                )
            }
            entries.append(entry)
            length += line.count + 1
        }
        return (entries, length, false)
    }

    private static func write(_ line: Data, at path: String) throws {
        let isNew = !FileManager.default.fileExists(atPath: path)
        let file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        let start = lseek(file, 0, SEEK_END)
        let written = line.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        guard written == line.count else {
            let failure = failure()
            ftruncate(file, start)
            throw failure
        }
        guard fsync(file) == 0 else { throw StorageFailure.broken("\(name) cannot be synced") }
        guard isNew else { return }
        try SQLiteStorage.makeDurable((path as NSString).deletingLastPathComponent)
    }

    private static func shorten(_ path: String, to length: Int) throws {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        guard ftruncate(file, off_t(length)) == 0, fsync(file) == 0 else { throw failure() }
    }

    private static func failure() -> StorageFailure {
        errno == ENOSPC || errno == EDQUOT
            ? .full : .broken("\(name) cannot be written: \(String(cString: strerror(errno)))")
    }
}
