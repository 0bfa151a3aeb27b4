// SPDX-License-Identifier: Apache-2.0

import Foundation
import Simulation
import Testing

@Suite("A device that differs is mended range by range")
struct RangeMendingTests {
    @Test(
        "in a number of questions that grows with the logarithm of the number of records",
        arguments: [10_000, 100_000]
    )
    func questions(_ records: Int) throws {
        let trial = try RangeTrial(records: records)
        // Parts of a sixteenth, down to lists of at most 64.
        let depth = Int((log(Double(records) / 64) / log(16)).rounded(.up)) + 1
        for differing in [1, 3, 100] {
            let result = try trial.run(differing: differing)
            print(
                "\(records) records, \(differing) differ:"
                    + " \(result.questions) questions, \(result.bytes) bytes"
            )
            #expect(result.mended == differing)
            #expect(result.agrees)
            // Up to 64 ranges share a question; then one for the records.
            let width = (differing + 63) / 64
            #expect(result.questions <= depth * width + 1)
            #expect(result.bytes < Int64(differing * depth * 6_000 + 20_000))
        }
    }
}
