// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Synchronization

/// A storage that makes damaged records again from the log before anybody gets or builds upon them.
///
/// A body that meets damage is undone, and run again when the damage is mended, so it must be one
/// that can be run twice. What the log does not have whole either is tried once in the life of a
/// server.
package final class MendingStorage: Storage {
    private let storage: any Storage
    private let forms: FormShelf
    private let told: @Sendable (Mended) -> Void
    private let hopeless = Mutex<Set<RecordID>>([])

    package init(
        _ storage: any Storage,
        forms: FormShelf,
        told: @escaping @Sendable (Mended) -> Void = { _ in }
    ) {
        (self.storage, self.forms, self.told) = (storage, forms, told)
    }

    /// Damaged records that cannot be made again: a body leaves them out, or fails.
    package var lost: Set<RecordID> { hopeless.withLock { $0 } }

    package var owesErasing: Bool { storage.owesErasing }

    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value {
        try await mending { try await storage.read(body) }
    }

    package func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value {
        try await mending { try await storage.write(body) }
    }

    private func mending<Value: Sendable>(
        _ attempt: () async throws -> Value
    ) async throws -> Value {
        var tried: Set<RecordID> = []
        while true {
            do {
                return try await attempt()
            } catch let damage as DamagedRecords {
                tried.formUnion(try await mend(damage, but: tried))
            }
        }
    }

    /// Mends in a transaction of its own, so that it lasts whatever becomes of the body.
    ///
    /// - Returns: What was tried.
    /// - Throws: The damage where nothing new can be tried: no body is run again for ever.
    private func mend(
        _ damage: DamagedRecords,
        but tried: Set<RecordID>
    ) async throws -> Set<RecordID> {
        let fresh = damage.records.subtracting(tried).subtracting(lost)
        guard !fresh.isEmpty else { throw damage }
        let all = try await storage.write { [forms] writer in
            try fresh.sorted().map { try writer.mend($0, forms: forms) }
        }
        for mended in all where mended.outcome != .whole {
            if case .lost = mended.outcome {
                hopeless.withLock { _ = $0.insert(mended.record) }
            }
            told(mended)
        }
        return fresh
    }
}
