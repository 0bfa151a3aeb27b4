// SPDX-License-Identifier: Apache-2.0

/// When a device that watches asks again, at times that no two devices share.
package enum WatchPace {
    /// A server says at least every 15 seconds that it is still there; what is silent for longer
    /// may be held back on the way, and then asking is the only way to hear.
    package static func poll(using dice: inout some RandomNumberGenerator) -> Double {
        .random(in: 20...30, using: &dice)
    }

    /// The wait before the next attempt, after so many in a row that failed.
    ///
    /// It is drawn evenly from a bound that doubles, up to two minutes: thousands of devices that
    /// lost their server at one moment come back over all of that time.
    package static func wait(
        afterFailures failures: Int,
        using dice: inout some RandomNumberGenerator
    ) -> Double {
        .random(in: 1...bound(afterFailures: failures), using: &dice)
    }

    package static func bound(afterFailures failures: Int) -> Double {
        min(120, 10 * Double(1 << min(max(failures, 1) - 1, 10)))
    }
}
