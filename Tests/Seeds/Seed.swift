// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Times that differ with every run and can be had again: `KEEPLOCAL_SEED=N swift test`.
package struct Seed: RandomNumberGenerator, CustomStringConvertible {
    private let seed: UInt64
    private var random: SeededRandom

    package init() {
        let wanted = ProcessInfo.processInfo.environment["KEEPLOCAL_SEED"].flatMap { UInt64($0) }
        seed = wanted ?? .random(in: 0...999_999)
        random = SeededRandom(seed: seed)
        print("KEEPLOCAL_SEED=\(seed)")
    }

    private init(seed: UInt64, random: SeededRandom) {
        (self.seed, self.random) = (seed, random)
    }

    /// Another row of numbers for each number.
    package func derived(_ number: UInt64) -> Seed {
        Seed(seed: seed, random: SeededRandom(seed: seed &+ number &* 0xD1B5_4A32_D192_ED03))
    }

    package var description: String { "KEEPLOCAL_SEED=\(seed)" }

    package mutating func next() -> UInt64 { random.next() }

    /// Waits for a time within the bound.
    package mutating func pause(upTo bound: Duration) async throws {
        try await Task.sleep(for: bound * Double.random(in: 0...1, using: &self))
    }
}
