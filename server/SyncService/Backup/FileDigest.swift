// SPDX-License-Identifier: Apache-2.0

import Crypto
package import FieldModel
import Foundation

extension Hash {
    /// SHA-256 of a file, read piece by piece.
    package init(ofFile path: String) throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var digest = SHA256()
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            digest.update(data: piece)
        }
        guard let hash = Hash(raw: Data(digest.finalize())) else {
            throw StorageFailure.damaged("\(path) has no hash")
        }
        self = hash
    }
}
