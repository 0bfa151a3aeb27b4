// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Synchronization

/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed gives the same throws everywhere.
package final class Dice: RandomNumberGenerator, Sendable {
    private let state: Mutex<UInt64>

    package init(_ seed: UInt64) { state = Mutex(seed) }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    package var entropy: Entropy { Entropy { self.next() } }

    /// 0 to `bound - 1`; 0 for a bound of 0.
    func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    /// True once in so many throws.
    func oneIn(_ bound: Int) -> Bool { below(bound) == 0 }

    func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
