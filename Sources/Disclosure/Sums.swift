// SPDX-License-Identifier: Apache-2.0

/// What numbers of several sets can add up to, one of each, up to a limit.
struct Sums {
    /// A bit for each sum, from 0 to the limit.
    private var words: [UInt64]
    private let limit: Int

    init(upTo limit: Int) {
        self.limit = max(0, limit)
        words = Array(repeating: 0, count: self.limit / 64 + 1)
        words[0] = 1
    }

    func contains(_ sum: Int) -> Bool {
        (0...limit).contains(sum) && words[sum / 64] >> UInt64(sum % 64) & 1 == 1
    }

    /// - Complexity: A step for each 64 numbers up to the limit and each choice.
    mutating func add(oneOf choices: Set<Int>) {
        var sums = Array(repeating: UInt64(0), count: words.count)
        for choice in choices where choice >= 0 && choice <= limit {
            let (whole, rest) = (choice / 64, UInt64(choice % 64))
            for index in whole..<words.count {
                sums[index] |= words[index - whole] << rest
                if rest > 0, index > whole {
                    sums[index] |= words[index - whole - 1] >> (64 - rest)
                }
            }
        }
        words = sums
    }
}
