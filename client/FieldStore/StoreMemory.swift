// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Synchronization

/// What a store has read before, by the bytes that it was read from: whatever another process
/// writes to the file meanwhile, the same bytes are the same value.
package final class StoreMemory: Sendable {
    let forms = FormMemory()
    private let identity = Mutex<(bytes: Data, value: Identity)?>(nil)

    package init() {}

    func identity(from bytes: Data) throws -> Identity {
        let known = identity.withLock { $0 }
        if let known, known.bytes == bytes { return known.value }
        let value = try Canonical.decode(Identity.self, from: bytes)
        identity.withLock { $0 = (bytes, value) }
        return value
    }
}
