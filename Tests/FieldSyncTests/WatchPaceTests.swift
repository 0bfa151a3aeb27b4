// SPDX-License-Identifier: Apache-2.0

import FieldSync
import Testing

@Suite("When a device that watches asks again")
struct WatchPaceTests {
    /// How many of 5,000 devices come within each second.
    private func seconds(_ wait: (inout SystemRandomNumberGenerator) -> Double) -> [Int: Int] {
        var dice = SystemRandomNumberGenerator()
        return (0..<5_000).reduce(into: [:]) { counts, _ in
            counts[Int(wait(&dice)), default: 0] += 1
        }
    }

    @Test("after a long outage five thousand devices come back over two minutes, never at once")
    func spread() throws {
        let seconds = seconds { WatchPace.wait(afterFailures: 9, using: &$0) }
        // Evenly 42 in each second; a second with 100 would come once in 10^13 runs.
        #expect(try #require(seconds.values.max()) < 100)
        #expect(seconds.keys.allSatisfy { (1...120).contains($0) })
        #expect(seconds.count > 110)
    }

    @Test("the bound doubles from ten seconds, and is never over two minutes")
    func bounds() {
        #expect((0...6).map(WatchPace.bound(afterFailures:)) == [10, 10, 20, 40, 80, 120, 120])
        for failures in [64, .max, .min, -1] {
            #expect((10...120).contains(WatchPace.bound(afterFailures: failures)))
        }
    }

    @Test("asking where no news come through is spread over ten seconds")
    func polling() throws {
        let seconds = seconds { WatchPace.poll(using: &$0) }
        #expect(Set(seconds.keys).isSubset(of: Set(20...30)))
        #expect(try #require(seconds.values.max()) < 700)
    }
}
