// SPDX-License-Identifier: Apache-2.0

/// A 128-bit identifier made on the device that needs it, distinct for each kind of thing.
///
/// New ones are UUID version 7 (RFC 9562): they sort by the millisecond they were made in.
/// On the wire an identifier is its lower-case text of 36 characters. It is not a secret.
package struct Identifier<Kind>: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a UUIDv7 from an instant and 74 random bits.
    package static func make(
        at now: Instant,
        using random: inout some RandomNumberGenerator
    ) -> Self {
        let milliseconds = UInt64(clamping: now.milliseconds) & 0xFFFF_FFFF_FFFF
        let high = milliseconds << 16 | 0x7000 | random.next() & 0x0FFF
        let low = 0x8000_0000_0000_0000 | random.next() & 0x3FFF_FFFF_FFFF_FFFF
        return Self(high: high, low: low)
    }

    /// The same, later than all `others`, also within a millisecond or by a clock that went back:
    /// for identifiers whose order is the order in which they were made.
    package static func make(
        at now: Instant,
        after others: some Sequence<Self>,
        using random: inout some RandomNumberGenerator
    ) -> Self {
        let last = others.compactMap { $0.madeAt?.milliseconds }.max()
        let next = last.map { Instant(milliseconds: $0 + 1) } ?? now
        return make(at: max(now, next), using: &random)
    }

    /// When it was made, as the clock of its device had it; nil for one of another version.
    package var madeAt: Instant? {
        high >> 12 & 0xF == 7 ? Instant(milliseconds: Int64(high >> 16)) : nil
    }

    /// Reads the text of a UUID of any version, in either case; nil for anything else.
    package init?(_ text: String) { self.init(ascii: text.utf8) }

    init?(ascii text: some Sequence<UInt8>) {
        var digits: (high: UInt64, low: UInt64, count: Int) = (0, 0, 0)
        var position = 0
        for byte in text {
            defer { position += 1 }
            if position == 8 || position == 13 || position == 18 || position == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let nibble = Self.nibble(byte), digits.count < 32 else { return nil }
            if digits.count < 16 {
                digits.high = digits.high << 4 | nibble
            } else {
                digits.low = digits.low << 4 | nibble
            }
            digits.count += 1
        }
        guard position == 36, digits.count == 32 else { return nil }
        self.init(high: digits.high, low: digits.low)
    }

    private static func nibble(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String {
        let hex = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let half = index < 16 ? high : low
                buffer[position] = hex[Int(half >> (60 - UInt64(index % 16) * 4) & 0xF)]
                position += 1
            }
            return position
        }
    }
}

extension Identifier: Comparable {
    package static func < (a: Self, b: Self) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not an identifier"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package enum RecordKind {}
package enum ChangeKind {}
package enum DeviceKind {}
package enum PersonKind {}
package enum OrganisationKind {}
package enum InstanceKind {}
package enum ConflictKind {}

package typealias RecordID = Identifier<RecordKind>
package typealias ChangeID = Identifier<ChangeKind>
package typealias DeviceID = Identifier<DeviceKind>
package typealias PersonID = Identifier<PersonKind>
package typealias OrganisationID = Identifier<OrganisationKind>
package typealias InstanceID = Identifier<InstanceKind>
package typealias ConflictID = Identifier<ConflictKind>
