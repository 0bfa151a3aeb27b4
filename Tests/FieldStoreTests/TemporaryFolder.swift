// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A new folder, removed with this object.
final class TemporaryFolder: Sendable {
    let path = NSTemporaryDirectory() + "keeplocal-store-\(UUID().uuidString)"

    init() {
        try? FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
