// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc
import StorageSQLite

/// `timelines`: those that restores have begun, a line each, beside the backups and in the data
/// folder.
///
/// A backup that is restored a second time, because the first copy was lost as well, knows nothing
/// of the first; neither does an empty folder, and the clock only tells hours apart.
struct UsedTimelines {
    static let name = "timelines"
    let folders: [String]

    /// The highest that is noted anywhere; 0 where none is.
    var highest: Int64 { folders.map(Self.highest).max() ?? 0 }

    private static func highest(in folder: String) -> Int64 {
        let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
        return data.split(separator: 10).compactMap { line in
            Int64(String(decoding: line, as: UTF8.self))
        }.filter { (0...Sequence64.timelineMax).contains($0) }.max() ?? 0
    }

    /// Durable in each folder that can be written.
    ///
    /// - Returns: The folders that cannot.
    func note(_ timeline: Int64) -> [String] {
        folders.filter { !Self.append("\(timeline)\n", to: $0) }
    }

    private static func append(_ line: String, to folder: String) -> Bool {
        let path = folder + "/" + name
        let file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        let bytes = Array(line.utf8)
        guard write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else { return false }
        return (try? SQLiteStorage.makeDurable(folder)) != nil
    }
}
