// SPDX-License-Identifier: Apache-2.0

import Foundation

/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed gives the same history everywhere.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// `SEED=` replays one history; otherwise the seeds 0, 1, 2 … are taken.
    package static func seeds(_ count: UInt64) -> Range<UInt64> {
        guard let text = ProcessInfo.processInfo.environment["SEED"], let seed = UInt64(text) else {
            return 0..<count
        }
        return seed..<seed + 1
    }
}
