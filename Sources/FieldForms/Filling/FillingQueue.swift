// SPDX-License-Identifier: Apache-2.0

/// What must be made again: aspects of the form, each below some rows.
struct FillingQueue: Sendable {
    private var waiting: [UInt64]
    /// By aspect: the rows below which it is stale.
    private var tops: [Int: Set<Int>] = [:]

    init(_ count: Int) { waiting = Array(repeating: 0, count: (count + 63) / 64) }

    mutating func add(_ aspect: Int, below row: Int) {
        waiting[aspect / 64] |= 1 << UInt64(aspect % 64)
        tops[aspect, default: []].insert(row)
    }

    /// The first aspect in the order of the plan: all that it needs has been made by then.
    mutating func next() -> (aspect: Int, tops: Set<Int>)? {
        guard let word = waiting.firstIndex(where: { $0 != 0 }) else { return nil }
        let bit = waiting[word].trailingZeroBitCount
        waiting[word] &= ~(1 << UInt64(bit))
        let aspect = word * 64 + bit
        return (aspect, tops.removeValue(forKey: aspect) ?? [])
    }
}
