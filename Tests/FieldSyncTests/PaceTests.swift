// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Testing

@Suite("How much travels at a time")
struct PaceTests {
    private static let kilobyte = 1_024

    private func pace() -> Pace {
        Pace(first: 32 * Self.kilobyte, least: 4 * Self.kilobyte, most: 2_048 * Self.kilobyte)
    }

    /// Sends so many pieces at so many bytes a second; the size of each.
    private func sizes(_ count: Int, of pace: inout Pace, bytesPerSecond: Double) -> [Int] {
        (0..<count).map { _ in
            let size = pace.size
            pace.arrived(size, seconds: Double(size) / bytesPerSecond)
            return size / Self.kilobyte
        }
    }

    @Test("a fast link has large pieces after three small ones")
    func fast() {
        var pace = pace()
        let found = sizes(5, of: &pace, bytesPerSecond: 10_000_000)
        #expect(found == [32, 128, 512, 2_048, 2_048])
    }

    @Test("a thin link has pieces of eight seconds, however thin, from the second on")
    func thin() {
        for rate in [1_000.0, 4_000, 20_000, 100_000] {
            var pace = pace()
            _ = sizes(8, of: &pace, bytesPerSecond: rate)
            #expect(abs(Double(pace.size) - 8 * rate) < 2, "\(rate)")
        }
        var pace = pace()
        let found = sizes(3, of: &pace, bytesPerSecond: 100)
        #expect(found == [32, 4, 4])
    }

    @Test("a break halves what broke, and it grows slowly from there")
    func broken() {
        var pace = pace()
        _ = sizes(4, of: &pace, bytesPerSecond: 10_000_000)
        pace.broke(at: 160 * Self.kilobyte)
        // What broke was the whole of what waited, less than might have been.
        let found = sizes(3, of: &pace, bytesPerSecond: 10_000_000)
        #expect(found == [80, 100, 125])
        for _ in 0..<20 { pace.broke(at: pace.size) }
        #expect(pace.size == 4 * Self.kilobyte)
    }

    @Test("the quick tail of something says nothing of more; a slow one does")
    func tail() {
        var pace = pace()
        pace.arrived(100, seconds: 2)
        pace.arrived(0, seconds: 30)
        #expect(pace.size == 32 * Self.kilobyte)
        pace.arrived(8 * Self.kilobyte, seconds: 16)
        #expect(pace.size == 16 * Self.kilobyte)
    }

    @Test("a small piece that breaks does not make small pieces of a large file")
    func smallBreak() {
        var pace = pace()
        _ = sizes(4, of: &pace, bytesPerSecond: 10_000_000)
        pace.broke(at: 500)
        #expect(pace.size == 16 * Self.kilobyte)
    }

    @Test("failures count in a row; whatever gets through begins anew")
    func patience() {
        let broken = Problem(.offline, "broken", details: ["retry": .boolean(true)])
        var (patience, lasting) = (Patience(), [Bool]())
        for _ in 0..<3 {
            for _ in 1...3 { lasting.append(lasts(&patience, broken)) }
            patience.arrived()
        }
        for _ in 1...4 { lasting.append(lasts(&patience, broken)) }
        #expect(lasting == Array(repeating: true, count: 12) + [false])
    }

    @Test("no connection ends it at once, unless there was one a moment ago")
    func nobody() {
        let nobody = Problem(
            .offline,
            "nobody",
            details: ["retry": .boolean(false), "connected": .boolean(false)]
        )
        var patience = Patience()
        let before = lasts(&patience, nobody)
        patience.arrived()
        let after = lasts(&patience, nobody)
        let refused = lasts(&patience, Problem(.forbidden, "no"))
        #expect((before, after, refused) == (false, true, false))
    }

    private func lasts(_ patience: inout Patience, _ problem: Problem) -> Bool {
        patience.lasts(beyond: problem, attemptsMax: 4)
    }
}
