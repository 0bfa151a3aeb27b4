// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// What the files of a bundle have in common: each is a section behind the changes, sealed under a
/// key of its own, so that what is wrong with one stands in nothing else's way.
///
/// A part is sealed by its number, and not after the one before it: who carries a file may go on
/// where the server has got to.
package enum BundleFileFormat {
    static let magic = Data("KLF1".utf8)
    static let keyCount = 32
    /// Of the number of the file, and of how many bytes of parts follow the head.
    private static let numberCount = 4
    private static let lengthCount = 8

    /// The magic, what the head of the bundle says, the number, the length.
    package static let headCount =
        BundleFormat.headCount + numberCount + lengthCount
    /// Of a part of the contents before it is sealed; only the last is shorter.
    package static let partBytes = 64 * 1024
    /// Of a part as it lies in the bundle, with its length before it.
    package static let sealedPartBytes = PartLength.count + partBytes + tagCount
    static let tagCount = 16

    static func context(_ number: UInt32) -> Data {
        Data("keeplocal bundle file 1".utf8) + bytes(number)
    }

    static func head(inBundle head: Data, number: UInt32, length: UInt64) -> Data {
        magic + head.dropFirst(BundleFormat.magic.count) + bytes(number) + bytes(length)
    }

    /// How many bytes of parts follow a head of a section; nil for what is none.
    package static func length(inHead head: Data) -> UInt64? {
        guard head.count == headCount, head.starts(with: magic) else { return nil }
        return head.suffix(lengthCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    static func number(inHead head: Data) -> UInt32 {
        head.dropLast(lengthCount).suffix(numberCount).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// How many parts hold the contents of a file.
    package static func partsCount(sizeBytes: Int64) -> Int64 {
        max(1, (sizeBytes + Int64(partBytes) - 1) / Int64(partBytes))
    }

    static func nonce(ofPart number: Int64) throws -> ChaChaPoly.Nonce {
        try ChaChaPoly.Nonce(data: Data(count: 4) + bytes(UInt64(number)))
    }

    private static func bytes(_ number: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: number.bigEndian) { Data($0) }
    }
}
