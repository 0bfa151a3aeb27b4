// SPDX-License-Identifier: Apache-2.0

/// The digest of a set of records: the sum of their hashes, 128 bits.
///
/// Adding and taking away one record costs the same whatever the size of the set, and the order
/// does not matter. It tells honest sides apart; it is no defence against a forger (for that a log
/// has its chain).
package struct SetDigest: Hashable, Sendable {
    package private(set) var high: UInt64
    package private(set) var low: UInt64

    package static let empty = SetDigest(high: 0, low: 0)

    package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    package mutating func insert(_ hash: Hash) { self += Self(hash) }

    package mutating func remove(_ hash: Hash) {
        let other = Self(hash)
        high &-= other.high
        low &-= other.low
    }

    package static func += (a: inout Self, b: Self) {
        a.high &+= b.high
        a.low &+= b.low
    }

    private init(_ hash: Hash) {
        high = hash.bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = hash.bytes[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension SetDigest: CustomStringConvertible {
    package var description: String { Self.hex(high) + Self.hex(low) }

    private static func hex(_ half: UInt64) -> String {
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }

    package init?(_ text: String) {
        guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}

extension SetDigest: TextCodable {}
