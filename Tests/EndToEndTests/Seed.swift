// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Times that differ with every run and can be had again: `KEEPLOCAL_SEED=N swift test`.
struct Seed: RandomNumberGenerator, CustomStringConvertible {
    private let seed: UInt64
    private var state: UInt64

    init() {
        let wanted = ProcessInfo.processInfo.environment["KEEPLOCAL_SEED"].flatMap { UInt64($0) }
        seed = wanted ?? .random(in: 0...999_999)
        state = seed
        print("KEEPLOCAL_SEED=\(seed)")
    }

    private init(seed: UInt64, state: UInt64) { (self.seed, self.state) = (seed, state) }

    /// Another row of numbers for each number.
    func derived(_ number: UInt64) -> Seed {
        Seed(seed: seed, state: seed &+ number &* 0xD1B5_4A32_D192_ED03)
    }

    var description: String { "KEEPLOCAL_SEED=\(seed)" }

    /// SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Waits for a time within the bound.
    mutating func pause(upTo bound: Duration) async throws {
        try await Task.sleep(for: bound * Double.random(in: 0...1, using: &self))
    }
}
