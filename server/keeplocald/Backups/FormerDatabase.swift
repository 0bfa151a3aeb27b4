// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import StorageSQLite
import SyncService

/// The database that a backup takes the place of.
struct FormerDatabase {
    /// False where it cannot be read any more.
    let isReadable: Bool
    let timeline: Int64
    let paths: [CouncilID: LogPath]
    /// Those logs that took anything since the last restore.
    let used: Set<CouncilID>

    /// True when these heads are on the way that the logs have taken, or would have been if nothing
    /// had been stored since the last restore.
    func isReached(from heads: [CouncilID: Sequence64]) -> Bool {
        paths.filter { used.contains($0.key) }.allSatisfy { council, path in
            guard let head = heads[council], head > 0 else { return true }
            return path.end < head || path.contains(head)
        }
    }
}

extension Restoring {
    var inUse: Failure {
        Failure(
            "A keeplocald has \(data.path) open. Stop it, then restore. Nothing was changed.",
            code: 5
        )
    }

    /// - Throws: `Failure` for one that is in use, or is there and is not to be replaced.
    func formerDatabase() async throws -> FormerDatabase? {
        guard SQLiteStorage.exists(in: data.path) else { return nil }
        if data.isBusy { throw inUse }
        guard isReplacing else {
            throw Failure(
                "There is a database in \(data.path) already. Nothing was changed. To set it aside"
                    + " and go on with the backup, add --replace",
                code: 5
            )
        }
        do {
            let storage = try SQLiteStorage(directory: data.path)
            return try await storage.read { reader in
                let paths = try Dictionary(
                    reader.logs().map { ($0, try reader.path($0)) },
                    uniquingKeysWith: { first, _ in first }
                )
                let used = paths.filter { council, path in
                    // The first entry of a timeline only says that it was begun.
                    guard let start = path.ends.dropLast().last else { return false }
                    return path.end.position > start.position + 1
                }
                return FormerDatabase(
                    isReadable: true,
                    timeline: try reader.timeline(),
                    paths: paths,
                    used: Set(used.keys)
                )
            }
        } catch StorageFailure.newer(let name) {
            throw Failure.newer("\(data.path)/\(name)")
        } catch {
            // Damaged, which is why it is to be replaced: the date keeps the timelines apart.
            return FormerDatabase(isReadable: false, timeline: 0, paths: [:], used: [])
        }
    }
}
