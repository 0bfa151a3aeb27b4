// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Synchronization

/// A clock that only a history moves.
final class SimulatedClock: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ start: Instant) { milliseconds = Mutex(start.milliseconds) }

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

    /// May go back.
    func move(milliseconds: Int64) { self.milliseconds.withLock { $0 += milliseconds } }
}
