// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Trying again after a broken transfer, at times that no two devices share.
///
/// The wait is drawn evenly from nothing to a bound that doubles ("full jitter": Marc Brooker,
/// "Exponential Backoff and Jitter", 2015).
package struct Retries: Sendable {
    let attemptsMax: Int
    private let firstSeconds: Double
    private static let secondsMax = 20.0

    package init(attemptsMax: Int = 4, firstSeconds: Double = 0.5) {
        (self.attemptsMax, self.firstSeconds) = (attemptsMax, firstSeconds)
    }

    /// The longest wait after an attempt, counted from 1.
    package func bound(after attempt: Int) -> Double {
        min(Self.secondsMax, firstSeconds * Double(1 << min(attempt - 1, 10)))
    }

    func pause(after attempt: Int) {
        Thread.sleep(forTimeInterval: .random(in: 0...bound(after: attempt)))
    }

    /// Longer where there is no connection at all: that fails at once, and takes a while to mend.
    func pause(after attempt: Int, _ problem: Problem) {
        pause(after: problem.isPassing ? attempt : attempt + 2)
    }

    func run<Value>(isRepeatable: Bool, _ body: () throws -> Value) throws -> Value {
        var attempt = 1
        while true {
            do {
                return try body()
            } catch let problem as Problem
                where isRepeatable && attempt < attemptsMax && problem.isPassing
            {
                pause(after: attempt)
                attempt += 1
            }
        }
    }
}

extension Problem {
    /// True when there was no connection, so that nothing can have arrived.
    var neverLeft: Bool { code == .offline && details?["connected"] == .boolean(false) }

    /// What may be over in a moment: a broken connection, or a server that is busy.
    package var isPassing: Bool {
        code == .overloaded || code == .offline && details?["retry"] == .boolean(true)
    }
}
