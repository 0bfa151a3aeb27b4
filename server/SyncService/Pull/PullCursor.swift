// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// How far a device has read.
///
/// Opaque to devices: base64url of canonical JSON.
package struct PullCursor: Hashable, Sendable, Codable {
    /// Changes when a database is restored: a device then loads everything again.
    package let epoch: String
    package var feeds: [String: Sequence64]
    package var directory: Int64
    package var forms: Int64
    package var erasures: Int64

    package init(epoch: String) {
        self.epoch = epoch
        (feeds, directory, forms, erasures) = ([:], 0, 0, 0)
    }

    /// - Throws: `Problem` `request.malformed` for text that no server made.
    package init(_ text: String) throws(Problem) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard text.utf8.count <= 64 * 1024, let data = Data(base64Encoded: plain + padding),
            let cursor = try? Canonical.decode(Self.self, from: data)
        else {
            throw Problem(
                .requestMalformed,
                "This cursor was not made by this server. Sync without one."
            )
        }
        self = cursor
    }

    package func text() throws -> String {
        try Canonical.encode(self).base64EncodedString().replacing("+", with: "-")
            .replacing("/", with: "_").replacing("=", with: "")
    }
}
