// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

extension Hash {
    /// SHA-256 of a file, read piece by piece.
    package init(ofFile path: String) throws {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        var hashing = Hashing()
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {
            hashing.update(piece)
        }
        self = hashing.finish()
    }
}
