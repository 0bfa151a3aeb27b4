// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds
import Synchronization

extension Entropy {
    static func seeded(_ seed: UInt64) -> Entropy {
        let source = Source(seed)
        return Entropy { source.random.withLock { $0.next() } }
    }

    private final class Source: Sendable {
        let random: Mutex<SeededRandom>

        init(_ seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }
    }
}
