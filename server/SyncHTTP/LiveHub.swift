// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncService

/// Wakes those who wait for news, after every durable transaction.
///
/// A wake-up carries nothing: who is woken looks for what is new. Many in a row become one.
package actor LiveHub {
    /// One who waits.
    package struct Subscription: Sendable {
        package let id: Int
        package let ticks: AsyncStream<Void>
        /// Wakes this one only.
        package let wake: @Sendable () -> Void
    }

    private struct Waiting {
        let device: DeviceID
        let continuation: AsyncStream<Void>.Continuation
    }

    private let deviceMax: Int
    private let totalMax: Int
    private var waiting: [Int: Waiting] = [:]
    private var next = 0
    private var isClosed = false

    package init(deviceMax: Int = Limits.deviceStreamsMax, totalMax: Int = Limits.streamsMax) {
        (self.deviceMax, self.totalMax) = (deviceMax, totalMax)
    }

    /// - Throws: `Problem` `server.overloaded` when all places are taken, or the server stops.
    package func check() throws(Problem) {
        guard !isClosed else {
            throw Problem(.overloaded, "The server is being stopped. Try again later.")
        }
        guard waiting.count < totalMax else {
            throw Problem(
                .overloaded,
                "\(totalMax) devices wait for news already. Sync now and then instead."
            )
        }
    }

    /// A device that opens one stream too many loses its oldest: most likely a connection that
    /// broke without the server's knowing.
    package func subscribe(_ device: DeviceID) throws(Problem) -> Subscription {
        let own = waiting.filter { $0.value.device == device }.keys.sorted()
        for id in own.dropLast(max(deviceMax - 1, 0)) { unsubscribe(id) }
        try check()
        let (stream, continuation) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        next += 1
        waiting[next] = Waiting(device: device, continuation: continuation)
        continuation.yield()
        return Subscription(id: next, ticks: stream) { continuation.yield() }
    }

    package func unsubscribe(_ id: Int) {
        waiting.removeValue(forKey: id)?.continuation.finish()
    }

    package func tick() {
        for one in waiting.values { one.continuation.yield() }
    }

    /// Ends every stream and takes no more, for a server that stops.
    package func close() {
        isClosed = true
        finish()
    }

    /// Ends every stream.
    package func finish() {
        for one in waiting.values { one.continuation.finish() }
        waiting = [:]
    }
}
