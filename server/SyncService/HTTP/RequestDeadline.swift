// SPDX-License-Identifier: Apache-2.0

import FieldModel
import NIOCore
import Synchronization

/// Closes a connection whose request body is not complete in time.
///
/// An idle limit alone does not end a sender that gives one byte now and then; this counts from the
/// request's head and is met only by the whole body.
package final class RequestDeadline: Sendable {
    private let channel: any Channel
    private let scheduled = Mutex<Scheduled<Void>?>(nil)

    init(channel: any Channel) { self.channel = channel }

    var eventLoop: any EventLoop { channel.eventLoop }

    func start() {
        let channel = channel
        let task = channel.eventLoop.scheduleTask(in: .seconds(Int64(Limits.requestSeconds))) {
            channel.close(mode: .all, promise: nil)
        }
        scheduled.withLock { $0 = task }
    }

    func met() {
        scheduled.withLock { task in
            task?.cancel()
            task = nil
        }
    }
}
