// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Synchronization

/// What a store has read before, by the bytes that it was read from: whatever another process
/// writes to the file meanwhile, the same bytes are the same value.
package final class StoreMemory: Sendable {
    let forms = FormMemory()
    private let states = Mutex<[Data: RecordState]>([:])
    private static let statesMax = 512
    private let identity = Mutex<(bytes: Data, value: Identity)?>(nil)

    package init() {}

    func state(from bytes: Data) throws -> RecordState {
        if let known = states.withLock({ $0[bytes] }) { return known }
        let state = try Canonical.decode(RecordState.self, from: bytes)
        remember(state, from: bytes)
        return state
    }

    /// Keeps what somebody else has read already.
    func remember(_ state: RecordState, from bytes: Data) {
        states.withLock { states in
            if states.count >= Self.statesMax { states = [:] }
            states[bytes] = state
        }
    }

    func identity(from bytes: Data) throws -> Identity {
        let known = identity.withLock { $0 }
        if let known, known.bytes == bytes { return known.value }
        let value = try Canonical.decode(Identity.self, from: bytes)
        identity.withLock { $0 = (bytes, value) }
        return value
    }
}
