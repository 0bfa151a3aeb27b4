// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How much of a long work one transaction does before others may write.
package enum Portion: Hashable, Sendable {
    /// What takes so long, on whatever machine; others have their turn in a pause after it.
    case milliseconds(Int)
    /// So many records, for a history that is to be the same again.
    case records(Int)
    /// All of it.
    case whole

    /// Nobody who saves meanwhile notices.
    package static let unnoticed = Portion.milliseconds(60)

    /// How many records are looked at before it is asked whether the portion is done.
    var step: Int {
        switch self {
        case .milliseconds: 100
        case .records(let count): count
        case .whole: 1_000
        }
    }

    /// - Returns: Whether it is done after so many records.
    func begin() -> (Int) -> Bool {
        switch self {
        case .milliseconds(let number):
            let end = ContinuousClock.now + .milliseconds(number)
            return { _ in .now >= end }
        case .records(let count): return { $0 >= count }
        case .whole: return { _ in false }
        }
    }

    /// Lets others write after a transaction that took so long.
    ///
    /// Who waits for a busy file looks every 25 ms at first, and later more seldom, but always
    /// before half as long again: this is long enough to be seen.
    func pause(after duration: Duration) {
        guard case .milliseconds = self else { return }
        usleep(UInt32(max(30_000, min(duration / 2, .seconds(1)) / .microseconds(1))))
    }
}
