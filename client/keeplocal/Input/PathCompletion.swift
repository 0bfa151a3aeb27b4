// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What the typed start of a path may become.
struct PathCompletion {
    /// As far as all that fits is alike.
    let text: String
    /// The names that fit; folders end in a slash.
    let offers: [String]

    private static let offersMax = 200

    init(_ typed: String) {
        let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
        let start = String(typed.dropFirst(folder.count))
        let place = folder.isEmpty ? "." : Self.expanded(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        // Hidden ones are for who asks for them.
        let fitting = names.filter {
            $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix("."))
        }.sorted()
        let offers = fitting.prefix(Self.offersMax).map { name in
            var isFolder: ObjCBool = false
            let path = place + "/" + name
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            return isFolder.boolValue ? name + "/" : name
        }
        let common = offers.first.map { first in
            offers.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        }
        (text, self.offers) = (common.map { folder + $0 } ?? typed, offers)
    }

    /// `~/pictures` as the system names it.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"),
            let home = ProcessInfo.processInfo.environment["HOME"]
        else { return path }
        return home + path.dropFirst()
    }
}
