// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Group commit: the pushes that wait while one transaction is being made durable go into the next
/// one together.
///
/// An answer leaves only after its transaction is durable. A push that fails is alone with its
/// failure: the others of its group are tried again without it. Where the disk itself fails,
/// nothing is tried again.
package actor CommitQueue {
    package typealias Job = @Sendable (any StorageWriter) throws -> PushAnswer

    /// What a push weighs: its changes, and the bytes that they came in.
    package struct Weight: Sendable {
        package let changes: Int
        package let bytes: Int

        package init(changes: Int, bytes: Int) { (self.changes, self.bytes) = (changes, bytes) }
    }

    private struct Waiting {
        let weight: Weight
        let job: Job
        let continuation: CheckedContinuation<PushAnswer, any Error>
    }

    private let storage: any Storage
    private let groupMax: Int
    private let committed: @Sendable () async -> Void
    private var waiting: [Waiting] = []
    private var (changes, bytes) = (0, 0)
    private var isRunning = false

    /// At most `groupMax` pushes, and `Limits.commitChangesMax` changes, share a transaction;
    /// `committed` is called after each durable one.
    package init(
        storage: any Storage,
        groupMax: Int = 64,
        committed: @escaping @Sendable () async -> Void = {}
    ) {
        (self.storage, self.groupMax, self.committed) = (storage, groupMax, committed)
    }

    /// - Throws: `Problem` `server.overloaded` when more waits than the server can hold.
    package func submit(
        _ weight: Weight = Weight(changes: 1, bytes: 0),
        _ job: @escaping Job
    ) async throws -> PushAnswer {
        guard waiting.count < 4_096, changes + weight.changes <= Limits.waitingChangesMax,
            bytes + weight.bytes <= Limits.waitingBytesMax
        else {
            throw Problem(
                .overloaded,
                "The server has more to do than it can hold. Sync again later."
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(weight: weight, job: job, continuation: continuation))
            changes += weight.changes
            bytes += weight.bytes
            guard !isRunning else { return }
            isRunning = true
            Task { await run() }
        }
    }

    private func run() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(groupSize))
            waiting.removeFirst(group.count)
            await commit(group)
            changes -= group.map(\.weight.changes).reduce(0, +)
            bytes -= group.map(\.weight.bytes).reduce(0, +)
            await committed()
        }
        isRunning = false
    }

    /// A large transaction makes everybody in it wait for all of it.
    private var groupSize: Int {
        var (count, changes) = (0, 0)
        for member in waiting.prefix(groupMax) {
            changes += member.weight.changes
            guard count == 0 || changes <= Limits.commitChangesMax else { break }
            count += 1
        }
        return count
    }

    private func commit(_ group: [Waiting]) async {
        let jobs = group.map(\.job)
        do {
            let results = try await storage.write { writer in
                try jobs.map { job in try Self.attempt(job, writer) }
            }
            for (member, result) in zip(group, results) {
                member.continuation.resume(with: result.mapError { $0 as any Error })
            }
        } catch {
            guard group.count > 1, !error.isFinal else {
                for member in group { member.continuation.resume(throwing: error) }
                return
            }
            for member in group { await commit([member]) }
        }
    }

    /// A `Problem` is thrown before anything was written, so it does not spoil the transaction.
    private static func attempt(
        _ job: Job,
        _ writer: any StorageWriter
    ) throws -> Result<PushAnswer, Problem> {
        do {
            return .success(try job(writer))
        } catch let problem as Problem {
            return .failure(problem)
        }
    }
}

extension Error {
    /// A disk that failed once must not be asked again: it may say yes to what it has lost.
    fileprivate var isFinal: Bool {
        if case StorageFailure.broken? = self as? StorageFailure { true } else { false }
    }
}
