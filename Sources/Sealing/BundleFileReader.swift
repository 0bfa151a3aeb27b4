// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// Opens parts of one file of a bundle: what it is, and any run of its contents.
package struct BundleFileReader {
    /// What the writer said of the file.
    package let about: Data
    /// The bundle that it lies in, as its receipts name it.
    package let bundle: Data
    /// What those are sealed with.
    package let receiptKey: Data
    private let head: Data
    private let key: SymmetricKey
    private var rest: Data

    /// - Throws: `SealFault`.
    package init(_ data: Data, key bundleKey: BundleKey) throws {
        guard data.starts(with: BundleFileFormat.magic) else { throw SealFault.unknown }
        guard data.count >= BundleFileFormat.headCount else { throw SealFault.damaged }
        head = Data(data.prefix(BundleFileFormat.headCount))
        let names = head.dropFirst(BundleFileFormat.magic.count)
            .prefix(BundleFormat.headCount - BundleFormat.magic.count)
        let bundleHead = BundleFormat.magic + names
        let recipient = try BundleFormat.recipient(ofHead: bundleHead, key: bundleKey)
        bundle = BundleFormat.name(ofHead: bundleHead)
        receiptKey = try recipient.exportSecret(
            context: BundleFormat.receiptContext,
            outputByteCount: BundleFileFormat.keyCount
        ).withUnsafeBytes { Data($0) }
        key = try recipient.exportSecret(
            context: BundleFileFormat.context(BundleFileFormat.number(inHead: head)),
            outputByteCount: BundleFileFormat.keyCount
        )
        rest = data.dropFirst(BundleFileFormat.headCount)
        let first = try Self.next(&rest, as: 0, key, head)
        guard !first.isLast else { throw SealFault.damaged }
        about = first.plain
    }

    /// The next part of the contents, which must be the one with this number; nil at the end of
    /// what was given.
    ///
    /// - Throws: `SealFault.damaged`.
    package mutating func next(as number: Int64) throws -> (plain: Data, isLast: Bool)? {
        guard !rest.isEmpty else { return nil }
        guard number > 0 else { throw SealFault.damaged }
        return try Self.next(&rest, as: number, key, head)
    }

    private static func next(
        _ rest: inout Data,
        as number: Int64,
        _ key: SymmetricKey,
        _ head: Data
    ) throws -> (plain: Data, isLast: Bool) {
        guard let length = PartLength(rest, bytesMax: BundleFileFormat.sealedPartBytes),
            length.bytesCount >= BundleFileFormat.tagCount,
            length.bytesCount <= rest.count - PartLength.count
        else { throw SealFault.damaged }
        let sealed = rest.dropFirst(PartLength.count).prefix(length.bytesCount)
        rest = rest.dropFirst(PartLength.count + length.bytesCount)
        do {
            let box = try ChaChaPoly.SealedBox(
                nonce: BundleFileFormat.nonce(ofPart: number),
                ciphertext: sealed.dropLast(BundleFileFormat.tagCount),
                tag: sealed.suffix(BundleFileFormat.tagCount)
            )
            let plain = try ChaChaPoly.open(
                box,
                using: key,
                authenticating: BundleFormat.seal(of: head, isLast: length.isLast)
            )
            return (plain, length.isLast)
        } catch {
            throw SealFault.damaged
        }
    }
}
