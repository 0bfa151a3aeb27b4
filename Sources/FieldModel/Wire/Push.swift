// SPDX-License-Identifier: Apache-2.0

/// `POST /v1/push`: changes of one device in counter order.
package struct PushRequest: Sendable, Codable {
    package let changes: [Change]
    /// How many changes still wait on the device after these, and how old the oldest is.
    package let unsent: Int?

    package init(changes: [Change], unsent: Int? = nil) {
        (self.changes, self.unsent) = (changes, unsent)
    }
}

/// One outcome for each change, in the order sent.
package struct PushAnswer: Sendable, Codable, Hashable {
    package let outcomes: [PushOutcome]
    /// The counter that the server wants next from this device.
    package let expected: Int64

    package init(outcomes: [PushOutcome], expected: Int64) {
        (self.outcomes, self.expected) = (outcomes, expected)
    }
}

/// What became of one change.
///
/// Every outcome is final for its counter.
package struct PushOutcome: Sendable, Codable, Hashable {
    package let change: ChangeID
    package let counter: Int64
    package let result: Result
    /// True when this change had been answered before; the result is the first answer.
    package let duplicate: Bool

    package enum Result: Sendable, Hashable {
        case stored(receipt: Receipt)
        /// Kept by the server until someone decides about it; nothing is lost.
        case held(why: Problem)
        /// Not stored. The device keeps it, for its author to mend and send again.
        case refused(problem: Problem)
    }

    package init(change: ChangeID, counter: Int64, result: Result, duplicate: Bool) {
        (self.change, self.counter) = (change, counter)
        (self.result, self.duplicate) = (result, duplicate)
    }
}
