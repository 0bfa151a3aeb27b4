// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Seeds
import Synchronization

/// The same seed gives the same throws everywhere; one for all that share it.
package final class Dice: RandomNumberGenerator, Sendable {
    private let random: Mutex<SeededRandom>

    package init(_ seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }

    package func next() -> UInt64 { random.withLock { $0.next() } }

    package var entropy: Entropy { Entropy { self.next() } }

    /// 0 to `bound - 1`; 0 for a bound of 0.
    func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }

    /// True once in so many throws.
    func oneIn(_ bound: Int) -> Bool { below(bound) == 0 }

    func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
