// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Group commit: the pushes that wait while one transaction is being made durable go into the next
/// one together.
///
/// An answer leaves only after its transaction is durable. A push that fails is alone with its
/// failure: the others of its group are tried again without it.
package actor CommitQueue {
    package typealias Job = @Sendable (any StorageWriter) throws -> PushAnswer

    private struct Waiting {
        let job: Job
        let continuation: CheckedContinuation<PushAnswer, any Error>
    }

    private let storage: any Storage
    private let groupMax: Int
    private let committed: @Sendable () async -> Void
    private var waiting: [Waiting] = []
    private var isRunning = false

    /// At most `groupMax` pushes share a transaction; `committed` is called after each durable one.
    package init(
        storage: any Storage,
        groupMax: Int = 64,
        committed: @escaping @Sendable () async -> Void = {}
    ) {
        (self.storage, self.groupMax, self.committed) = (storage, groupMax, committed)
    }

    package func submit(_ job: @escaping Job) async throws -> PushAnswer {
        guard waiting.count < 4_096 else {
            throw Problem(
                .overloaded,
                "The server has more to do than it can hold. Sync again later."
            )
        }
        return try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(job: job, continuation: continuation))
            guard !isRunning else { return }
            isRunning = true
            Task { await run() }
        }
    }

    private func run() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(groupMax))
            waiting.removeFirst(group.count)
            await commit(group)
            await committed()
        }
        isRunning = false
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
            guard group.count > 1 else {
                group.first?.continuation.resume(throwing: error)
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
