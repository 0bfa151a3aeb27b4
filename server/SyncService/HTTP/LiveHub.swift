// SPDX-License-Identifier: Apache-2.0

/// Wakes those who wait for news, after every durable transaction.
///
/// A wake-up carries nothing: who is woken looks for what is new. Many in a row become one.
package actor LiveHub {
    private var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
    private var next = 0

    package init() {}

    package func subscribe() -> (id: Int, ticks: AsyncStream<Void>) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        next += 1
        waiting[next] = continuation
        continuation.yield()
        return (next, stream)
    }

    package func unsubscribe(_ id: Int) { waiting.removeValue(forKey: id)?.finish() }

    package func tick() {
        for continuation in waiting.values { continuation.yield() }
    }

    /// Ends every stream, for a server that stops.
    package func finish() {
        for continuation in waiting.values { continuation.finish() }
        waiting = [:]
    }
}
