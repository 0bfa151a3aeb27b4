// SPDX-License-Identifier: Apache-2.0

import Foundation
import StorageSQLite

/// Says of a name in a folder that a run uses it: what is under that name is swept by nobody else
/// until the run ends, however it ends.
struct Claim {
    static let prefix = ".lock-"

    private let path: String
    private let lock: FileLock

    /// - Throws: `StorageFailure.busy` when another run that lives has the name.
    init(_ name: String, in folder: String) throws {
        path = folder + "/" + Self.prefix + name
        lock = try FileLock(path: path)
    }

    /// Takes the file away while it is still locked; what was under the name must be gone by now.
    func end() {
        withExtendedLifetime(lock) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Removes the files of a folder that runs left which were killed; `owner` gives the name that
    /// a file is under, and nil for one that is not a run's.
    ///
    /// A folder in which nothing can be locked is left as it is.
    static func sweep(_ folder: String, _ owner: (String) -> String?) {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var left: [String: [String]] = [:]
        for file in files {
            // The claim of one that was killed before it made anything.
            let claimed = file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : nil
            if let claimed, let name = owner(claimed) ?? owner(claimed + ".part") {
                left[name, default: []] += []
            } else if let name = owner(file) {
                left[name, default: []].append(file)
            }
        }
        for (name, files) in left {
            guard let claim = try? Claim(name, in: folder) else { continue }
            for file in files { try? FileManager.default.removeItem(atPath: folder + "/" + file) }
            claim.end()
        }
    }
}
