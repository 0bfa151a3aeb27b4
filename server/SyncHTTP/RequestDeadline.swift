// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
package import NIOCore
import Synchronization

/// Closes a connection whose request body does not arrive in time.
///
/// An idle limit alone does not end a sender that gives one byte now and then; this counts from the
/// request's head, and what has arrived buys more time: a slow link gets through, a sender below
/// the slowest rate does not.
package final class RequestDeadline: Sendable {
    /// How long a body may take.
    package struct Patience: Sendable {
        package let first: TimeAmount
        package let forEachKiB: TimeAmount
        package let most: TimeAmount

        package init(first: TimeAmount, forEachKiB: TimeAmount, most: TimeAmount) {
            (self.first, self.forEachKiB, self.most) = (first, forEachKiB, most)
        }

        package static let standard = Patience(
            first: .seconds(Int64(Limits.requestSeconds)),
            forEachKiB: .seconds(1),
            most: .seconds(Int64(Limits.requestSecondsMax))
        )

        package func time(forBytes received: Int) -> TimeAmount {
            let paid = most.nanoseconds / max(forEachKiB.nanoseconds, 1)
            return min(most, first + forEachKiB * min(Int64(received / 1024), paid))
        }
    }

    private struct State {
        var begun: NIODeadline?
        var received = 0
        var task: Scheduled<Void>?
    }

    /// For a body that nobody reads: the answer is out by then.
    private static let grace = TimeAmount.seconds(10)

    private let channel: any Channel
    private let patience: Patience
    private let state = Mutex(State())

    package init(channel: any Channel, patience: Patience = .standard) {
        (self.channel, self.patience) = (channel, patience)
    }

    var eventLoop: any EventLoop { channel.eventLoop }

    package func start() {
        state.withLock { $0.begun = eventLoop.now }
        schedule(in: patience.first)
    }

    /// A part of the body has arrived.
    package func received(bytes: Int) { state.withLock { $0.received += bytes } }

    /// The whole body has arrived.
    package func met() {
        state.withLock { state in
            state.begun = nil
            state.task?.cancel()
        }
    }

    /// True while a body is on its way.
    package var isRunning: Bool { state.withLock { $0.begun != nil } }

    /// The request is answered, and what is left of its body is not wanted.
    package func endSoon() {
        met()
        let channel = channel
        channel.eventLoop.scheduleTask(in: Self.grace) { channel.close(mode: .all, promise: nil) }
    }

    private func schedule(in time: TimeAmount) {
        let task = eventLoop.scheduleTask(in: time) { self.look() }
        state.withLock { state in
            if state.begun == nil { task.cancel() } else { state.task = task }
        }
    }

    /// Looked at no sooner than it could be over: a part that arrives costs no timer of its own.
    private func look() {
        let left = state.withLock { state in
            state.begun.map { $0 + patience.time(forBytes: state.received) - eventLoop.now }
        }
        guard let left else { return }
        if left > .zero {
            schedule(in: left)
        } else {
            channel.close(mode: .all, promise: nil)
        }
    }
}
