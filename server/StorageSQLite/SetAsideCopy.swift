// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation
import Glibc
import SyncService

/// A database that a restore set aside, with its keys: a folder beside the one that is used.
package struct SetAsideCopy: Sendable {
    private static let prefix = "set-aside-"

    package let folder: String
    /// When it was set aside.
    package let at: Instant

    package var name: String { (folder as NSString).lastPathComponent }

    package static func name(at now: Instant) -> String { prefix + now.fileName }

    /// Those of a data folder, the oldest first.
    package static func all(in directory: String) -> [SetAsideCopy] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.sorted().compactMap { name in
            guard name.hasPrefix(prefix), let at = Instant(fileName: name.dropFirst(prefix.count))
            else { return nil }
            return SetAsideCopy(folder: directory + "/" + name, at: at)
        }
    }

    package var bytes: Int {
        files.map { path in
            let found = try? FileManager.default.attributesOfItem(atPath: path)
            return (found?[.size] as? NSNumber)?.intValue ?? 0
        }.reduce(0, +)
    }

    private var files: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { folder + "/" + $0 }
    }

    /// Overwrites all that it holds, its keys first, and removes it; cut off in the middle, it is
    /// still listed, and can be destroyed again.
    ///
    /// - Throws: `StorageFailure` `busy` while something is erased in it, `broken` or `full`.
    package func destroy() throws {
        let lock = try SQLiteStorage.lock(folder)
        try withExtendedLifetime(lock) {
            let isKey = { (path: String) in path.hasPrefix(folder + "/" + SQLiteStorage.keysName) }
            for path in files.filter(isKey) + files.filter({ !isKey($0) }) {
                try Self.overwrite(path)
                unlink(path)
            }
            guard rmdir(folder) == 0 else {
                throw StorageFailure.broken("\(name) cannot be removed")
            }
        }
        try SQLiteStorage.makeDurable((folder as NSString).deletingLastPathComponent)
    }

    private static func overwrite(_ path: String) throws {
        let failure = { StorageFailure.broken("\(path) cannot be written") }
        let file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw failure() }
        defer { close(file) }
        let nothing = [UInt8](repeating: 0, count: 1 << 20)
        var left = lseek(file, 0, SEEK_END)
        lseek(file, 0, SEEK_SET)
        while left > 0 {
            let count = write(file, nothing, min(nothing.count, Int(left)))
            guard count > 0 else { throw failure() }
            left -= off_t(count)
        }
        guard fsync(file) == 0 else { throw failure() }
    }
}

extension Instant {
    /// `20261124T181500123Z`: in the order of time, and good in any file system.
    package var fileName: String {
        description.replacing("-", with: "").replacing(":", with: "").replacing(".", with: "")
    }

    /// Reads what `fileName` gives.
    package init?(fileName: some StringProtocol) {
        let text = String(fileName)
        guard let found = text.wholeMatch(of: #/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z/#)
        else { return nil }
        let (_, year, month, day, hour, minute, second, more) = found.output
        self.init("\(year)-\(month)-\(day)T\(hour):\(minute):\(second).\(more)Z")
    }
}
