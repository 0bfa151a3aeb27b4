// SPDX-License-Identifier: Apache-2.0

/// A storage that tells when it can no longer be written to.
package final class WatchedStorage: Storage {
    private let storage: any Storage
    private let failures: AsyncStream<String>
    private let told: AsyncStream<String>.Continuation

    package init(_ storage: any Storage) {
        self.storage = storage
        (failures, told) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    package var owesErasing: Bool { storage.owesErasing }

    package func read<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageReader) throws -> Value
    ) async throws -> Value {
        try await storage.read(body)
    }

    package func write<Value: Sendable>(
        _ body: @Sendable @escaping (any StorageWriter) throws -> Value
    ) async throws -> Value {
        do {
            return try await storage.write(body)
        } catch StorageFailure.broken(let why) {
            told.yield(why)
            throw StorageFailure.broken(why)
        }
    }

    /// Waits until a write failed for good, and says why; nil when the wait is cancelled.
    package func failure() async -> String? {
        for await why in failures { return why }
        return nil
    }
}
