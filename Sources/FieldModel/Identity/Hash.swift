// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// A SHA-256 hash; 64 lower-case hexadecimal digits as text.
package struct Hash: Hashable, Sendable {
    package let bytes: [UInt8]

    /// The hash before the first entry of a log: 32 zero bytes.
    package static let zero = Hash(bytes: [UInt8](repeating: 0, count: 32))

    private init(bytes: [UInt8]) { self.bytes = bytes }

    package init(of data: some DataProtocol) {
        bytes = Array(SHA256.hash(data: data))
    }

    fileprivate init(of state: SHA256) { bytes = Array(state.finalize()) }

    /// Reads 32 raw bytes as stored in a database.
    package init?(raw: some Collection<UInt8>) {
        guard raw.count == 32 else { return nil }
        bytes = Array(raw)
    }

    package init?(_ text: String) { self.init(ascii: text.utf8) }

    init?(ascii digits: some Sequence<UInt8>) {
        guard let bytes = [UInt8](hex: digits), bytes.count == 32 else { return nil }
        self.bytes = bytes
    }
}

/// The hash of what comes in parts, such as a file that is too large to be held.
package struct Hashing {
    private var state = SHA256()

    package init() {}

    package mutating func update(_ part: some DataProtocol) { state.update(data: part) }

    package func finish() -> Hash { Hash(of: state) }
}

extension Hash: CustomStringConvertible {
    package var description: String { bytes.hexText }
}

extension Hash: TextCodable {}

extension Collection where Element == UInt8 {
    package var hexText: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(count * 2)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Two digits a byte; one that is left over is none.
    fileprivate init?(hex digits: some Sequence<UInt8>) {
        self.init()
        reserveCapacity(32)
        var iterator = digits.makeIterator()
        while let first = iterator.next() {
            guard let second = iterator.next(), let high = Self.digit(first),
                let low = Self.digit(second)
            else { return nil }
            append(high << 4 | low)
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
