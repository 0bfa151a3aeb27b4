// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Foundation
import Glibc

/// The file in a device's home that remembers what reports for others have told.
struct PublicationLedger {
    private let path: String
    let publication: Publication
    /// Which file it was read from, or written to; nil where there was none.
    private let mark: Mark?

    /// A file is never written over, so another one has another number.
    private struct Mark: Equatable {
        let number: UInt64
        let seconds: Int
        let nanoseconds: Int

        init?(_ path: String) {
            var found = stat()
            guard stat(path, &found) == 0 else { return nil }
            number = UInt64(found.st_ino)
            (seconds, nanoseconds) = (found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
        }
    }

    /// - Throws: `Problem` where the file is there and cannot be read: without it nobody knows what
    ///   may still be told.
    init(home: String) throws {
        path = home + "/published.json"
        // Before it is read: what comes in between is read again.
        mark = Mark(path)
        guard FileManager.default.fileExists(atPath: path) else {
            publication = Publication()
            return
        }
        do {
            let data = try Data(contentsOf: URL(filePath: path))
            publication = try JSONDecoder().decode(Publication.self, from: data)
        } catch {
            throw Problem(
                .deviceFailed,
                "\(path), which remembers what reports have told, cannot be read. Nothing was"
                    + " written. Restore it from a copy, or move it away if no report was given to"
                    + " anybody."
            )
        }
    }

    private init(_ path: String, holding publication: Publication) {
        (self.path, self.publication) = (path, publication)
        mark = Mark(path)
    }

    /// False once another program has written it.
    var isCurrent: Bool { Mark(path) == mark }

    /// - Returns: The ledger as it is then.
    @discardableResult
    func save(_ publication: Publication) throws -> PublicationLedger {
        guard publication != self.publication else { return self }
        let file = try ExportFile(path, replaces: true)
        try file.write(try JSONEncoder().encode(publication))
        try file.finish()
        return PublicationLedger(path, holding: publication)
    }
}
