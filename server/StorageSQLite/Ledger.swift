// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The entries of a ledger, in memory and in its file, which only grows.
final class Ledger<Entry: Codable & Sendable>: Sendable {
    private let file: LedgerFile<Entry>?
    private let entries: Mutex<[Entry]>

    /// Opens or begins it; in memory alone without a path.
    init(path: String?) throws {
        file = path.map { LedgerFile(path: $0) }
        entries = Mutex(try file?.readWhole() ?? [])
    }

    var all: [Entry] { entries.withLock { $0 } }

    /// Adds several, all of them durable when it returns.
    func append(contentsOf make: ([Entry]) -> [Entry]) throws {
        try entries.withLock { entries in
            let new = make(entries)
            guard !new.isEmpty else { return }
            try file?.append(new)
            entries += new
        }
    }

    /// Adds what the body makes of all that is there, if anything; durable when it returns.
    @discardableResult
    func append(_ make: ([Entry]) -> Entry?) throws -> Entry? {
        try entries.withLock { entries in
            guard let entry = make(entries) else { return nil }
            try file?.append([entry])
            entries.append(entry)
            return entry
        }
    }
}
