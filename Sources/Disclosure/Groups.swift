// SPDX-License-Identifier: Apache-2.0

/// Numbers of groups of people, the parts of each as bits: parts that are always together are one.
struct Groups {
    struct Group {
        let parts: Bits
        let count: Int
    }

    let groups: [Group]

    init(_ entries: [Publication.Entry]) {
        var homes: [String: [Int]] = [:]
        for (index, entry) in entries.enumerated() {
            for part in entry.parts { homes[part, default: []].append(index) }
        }
        var bits = Array(repeating: Bits(), count: entries.count)
        for (number, home) in Set(homes.values).enumerated() {
            for index in home { bits[index].insert(number) }
        }
        groups = zip(bits, entries).map { Group(parts: $0, count: $1.count) }
    }
}

/// A set of small numbers.
struct Bits: Hashable {
    private var words: [UInt64] = []

    mutating func insert(_ number: Int) {
        while words.count <= number / 64 { words.append(0) }
        words[number / 64] |= 1 << UInt64(number % 64)
    }

    var count: Int { words.map(\.nonzeroBitCount).reduce(0, +) }

    func isDisjoint(with other: Bits) -> Bool {
        zip(words, other.words).allSatisfy { $0 & $1 == 0 }
    }

    func isSubset(of other: Bits) -> Bool {
        words.enumerated().allSatisfy { index, word in
            word & ~(index < other.words.count ? other.words[index] : 0) == 0
        }
    }

    func isStrictSubset(of other: Bits) -> Bool {
        isSubset(of: other) && !other.isSubset(of: self)
    }

    func union(_ other: Bits) -> Bits {
        let isLonger = words.count < other.words.count
        var long = isLonger ? other : self
        for (index, word) in (isLonger ? words : other.words).enumerated() {
            long.words[index] |= word
        }
        return long
    }
}
