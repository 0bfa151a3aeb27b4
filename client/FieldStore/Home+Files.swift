// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// Files of a home that give way to others. None is deleted before somebody must not have what
/// may be in it.
extension Home {
    /// The database by its number in the file system; nil where there is none.
    var databaseNumber: UInt64? {
        var found = stat()
        return !path.isEmpty && stat(database, &found) == 0 ? UInt64(found.st_ino) : nil
    }

    /// Renames files of this folder by the same ending, so that they stay together.
    func setAside(_ files: [String], at now: Instant) throws {
        let ending = ending(for: files, at: now)
        for file in files where access(file, F_OK) == 0 {
            guard rename(file, file + ending) == 0 else { throw SideFailure(errno) }
        }
    }

    /// `.damaged-20261124T173000Z`, and a number where that is taken.
    func ending(for files: [String], at now: Instant) -> String {
        let time = String(now.description.prefix(19).filter { $0 != "-" && $0 != ":" })
        var (ending, number) = (".damaged-\(time)Z", 1)
        while files.contains(where: { access($0 + ending, F_OK) == 0 }) {
            number += 1
            ending = ".damaged-\(time)Z-\(number)"
        }
        return ending
    }

    /// Removes what was set aside: nobody can tell what of it was erased, or must not be here.
    ///
    /// What could be read of it is in the database, and was sent from there.
    package func removeSetAside() throws {
        guard !path.isEmpty else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let files = names.filter { $0.contains(".damaged-") }
        guard !files.isEmpty else { return }
        for file in files where unlink(path + "/" + file) != 0 && errno != ENOENT {
            throw problem(SideFailure(errno))
        }
        try side?.flushFolder()
    }

    /// Names of what was set aside, oldest first.
    package var filesSetAside: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.contains(".damaged-") && !$0.hasSuffix("-journal") }.sorted()
    }
}
