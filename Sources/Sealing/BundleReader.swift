// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// Opens the parts of a bundle in their order.
package struct BundleReader {
    private var recipient: HPKE.Recipient
    private let head: Data
    private var rest: Data
    package private(set) var isAtEnd = false

    /// True for what begins as a bundle does.
    package static func isBundle(_ data: Data) -> Bool { data.starts(with: BundleFormat.magic) }

    /// - Throws: `SealFault`.
    package init(_ data: Data, key: BundleKey) throws {
        guard Self.isBundle(data) else { throw SealFault.unknown }
        guard data.count >= BundleFormat.headCount else { throw SealFault.damaged }
        head = Data(data.prefix(BundleFormat.headCount))
        rest = data.dropFirst(BundleFormat.headCount)
        let named = head.dropFirst(BundleFormat.magic.count).prefix(BundleFormat.keyNameCount)
        guard named == BundleFormat.name(ofKey: key.key.publicKey) else { throw SealFault.foreign }
        do {
            recipient = try HPKE.Recipient(
                privateKey: key.key,
                ciphersuite: BundleFormat.suite,
                info: BundleFormat.info,
                encapsulatedKey: Data(head.suffix(BundleFormat.encapsulatedCount))
            )
        } catch {
            throw SealFault.damaged
        }
    }

    /// The next part; nil after the last.
    ///
    /// - Throws: `SealFault.damaged`, also for anything behind the last part.
    package mutating func next() throws -> Data? {
        if isAtEnd {
            guard rest.isEmpty else { throw SealFault.damaged }
            return nil
        }
        guard rest.count >= BundleFormat.lengthCount else { throw SealFault.damaged }
        let field = rest.prefix(BundleFormat.lengthCount).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let (count, isLast) = (Int(field >> 1), field & 1 == 1)
        rest = rest.dropFirst(BundleFormat.lengthCount)
        guard count <= rest.count, count <= BundleFormat.partBytesMax + 16 else {
            throw SealFault.damaged
        }
        let sealed = Data(rest.prefix(count))
        rest = rest.dropFirst(count)
        isAtEnd = isLast
        do {
            return try recipient.open(
                sealed,
                authenticating: BundleFormat.seal(of: head, isLast: isLast)
            )
        } catch {
            throw SealFault.damaged
        }
    }

    package var name: Data { BundleFormat.name(ofHead: head) }

    package func receiptKey() throws -> Data {
        try recipient.exportSecret(context: BundleFormat.receiptContext, outputByteCount: 32)
            .withUnsafeBytes { Data($0) }
    }
}
