// SPDX-License-Identifier: Apache-2.0

/// Numbers of groups of people, the parts of each as bits: parts that are always together are one.
struct Groups {
    struct Group: Hashable {
        let parts: Bits
        /// What of the parts nobody is in twice: two groups of no common ground share nobody.
        let ground: Bits
        let count: Int
    }

    let groups: [Group]
    /// Of each part, its ground.
    private let grounds: [Bits]

    init(_ entries: [Publication.Entry]) {
        var ground: [String: String] = [:]
        for entry in entries {
            for part in entry.parts where ground[part] == nil { ground[part] = part.ground }
        }
        // Where it was told that nobody is, nothing need be held.
        var nobody = entries.filter { $0.count == 0 }.reduce(into: Set<String>()) {
            $0.formUnion($1.parts)
        }
        // Somebody came since.
        if let new = entries.last, new.parts.isSubset(of: nobody) { nobody.subtract(new.parts) }
        let sets = entries.map { $0.count == 0 ? $0.parts : $0.parts.subtracting(nobody) }
        let parts = Numbering(sets)
        let places = Numbering(sets.map { Set($0.compactMap { ground[$0] }) })
        groups = entries.indices.map {
            Group(parts: parts.bits[$0], ground: places.bits[$0], count: entries[$0].count)
        }
        var grounds = Array(repeating: Bits(), count: parts.count)
        for (part, number) in parts.numbers {
            if let place = ground[part].flatMap({ places.numbers[$0] }) {
                grounds[number].insert(place)
            }
        }
        self.grounds = grounds
    }

    /// Those of the parts that have something of a ground.
    func parts(_ parts: Bits, on ground: Bits) -> Bits {
        parts.filter { !grounds[$0].isDisjoint(with: ground) }
    }
}

/// Numbers for the members of sets: those that are always together have one.
private struct Numbering {
    let bits: [Bits]
    let numbers: [String: Int]
    let count: Int

    init(_ sets: [Set<String>]) {
        var homes: [String: [Int]] = [:]
        for (index, set) in sets.enumerated() {
            for member in set { homes[member, default: []].append(index) }
        }
        var (bits, known) = (Array(repeating: Bits(), count: sets.count), [[Int]: Int]())
        for home in homes.values where known[home] == nil {
            known[home] = known.count
            for index in home { bits[index].insert(known.count - 1) }
        }
        (self.bits, count) = (bits, known.count)
        numbers = homes.compactMapValues { known[$0] }
    }
}

extension String {
    /// A part without what people can be in several of, such as services and periods.
    fileprivate var ground: String {
        guard utf8.contains(UInt8(ascii: "~")) else { return self }
        return split(separator: "/", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("~") }.joined(separator: "/")
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
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
    }

    func contains(_ number: Int) -> Bool {
        number / 64 < words.count && words[number / 64] >> UInt64(number % 64) & 1 == 1
    }

    func filter(_ isWanted: (Int) -> Bool) -> Bits {
        var bits = Bits()
        for index in words.indices {
            var word = words[index]
            while word != 0 {
                let number = index * 64 + word.trailingZeroBitCount
                if isWanted(number) { bits.insert(number) }
                word &= word - 1
            }
        }
        return bits
    }

    func subtracting(_ other: Bits) -> Bits { filter { !other.contains($0) } }

    /// Each of the numbers as a set of its own.
    var singles: [Bits] {
        var (left, singles) = (self, [Bits]())
        while let first = left.first {
            var single = Bits()
            single.insert(first)
            singles.append(single)
            left = left.subtracting(single)
        }
        return singles
    }

    func isDisjoint(with other: Bits) -> Bool {
        zip(words, other.words).allSatisfy { $0 & $1 == 0 }
    }

    func isSubset(of other: Bits) -> Bool {
        words.enumerated().allSatisfy { index, word in
            word & ~(index < other.words.count ? other.words[index] : 0) == 0
        }
    }

    func isSame(as other: Bits) -> Bool { isSubset(of: other) && other.isSubset(of: self) }

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
