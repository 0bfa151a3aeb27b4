// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Foundation

/// The file in a device's home that remembers what reports for others have told.
struct PublicationLedger {
    private let path: String
    let publication: Publication

    /// - Throws: `Problem` where the file is there and cannot be read: without it nobody knows what
    ///   may still be told.
    init(home: String) throws {
        path = home + "/published.json"
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

    func save(_ publication: Publication) throws {
        guard publication != self.publication else { return }
        let file = try ExportFile(path, replaces: true)
        try file.write(try JSONEncoder().encode(publication))
        try file.finish()
    }
}
