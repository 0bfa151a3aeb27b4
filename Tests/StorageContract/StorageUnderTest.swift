// SPDX-License-Identifier: Apache-2.0

import Foundation
import StorageSQLite
import SyncService
import Testing

/// Every storage there is: a new one passes the contract by one more case here.
enum StorageUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    /// A new, empty one, kept while the body runs.
    func run(_ body: (any Storage) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            let folder = NSTemporaryDirectory() + "keeplocal-contract-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await body(try SQLiteStorage(directory: folder))
        }
    }
}
