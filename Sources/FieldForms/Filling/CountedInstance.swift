// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// The identifiers of instances that a form counts: they follow from their place.
///
/// So two people who open the same record mean the same ones, they stand in their order, and
/// nothing has to be written for one in which nothing was answered.
package enum CountedInstance {
    /// A record has no more of one repeat than this.
    package static let countMax = 1_000

    /// The instance of that number, from 1, of a list: `visit`, or `household[ID]/member`.
    package static func id(_ number: Int, of list: FieldPath) -> InstanceID {
        let bytes = Hash(of: Data("\(list.text)/\(number)".utf8)).bytes
        let (high, low) = (UInt64(clamping: number), word(bytes[8..<16]))
        // RFC 9562, version 8: made in a way of one's own.
        return InstanceID(
            high: high << 16 | 0x8000 | word(bytes[0..<2]) & 0x0FFF,
            low: low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        )
    }

    /// The number of an instance that a count made; nil for one that somebody added.
    package static func number(of id: InstanceID, in list: FieldPath) -> Int? {
        let number = id.high >> 16
        guard (1...UInt64(countMax)).contains(number),
            Self.id(Int(number), of: list) == id
        else { return nil }
        return Int(number)
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
