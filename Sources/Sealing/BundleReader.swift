// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// Opens the parts of a bundle in their order.
package struct BundleReader {
    private var recipient: HPKE.Recipient
    private let head: Data
    private var rest: Data
    package private(set) var isAtEnd = false

    /// What stands before the parts.
    package static let headCount = BundleFormat.headCount

    /// True for what begins as a bundle does.
    package static func isBundle(_ data: Data) -> Bool { data.starts(with: BundleFormat.magic) }

    /// - Throws: `SealFault`.
    package init(_ data: Data, key: BundleKey) throws {
        guard Self.isBundle(data) else { throw SealFault.unknown }
        guard data.count >= BundleFormat.headCount else { throw SealFault.damaged }
        head = Data(data.prefix(BundleFormat.headCount))
        rest = data.dropFirst(BundleFormat.headCount)
        recipient = try BundleFormat.recipient(ofHead: head, key: key)
    }

    /// The next part; nil after the last.
    ///
    /// - Throws: `SealFault.damaged`, also for anything behind the last part.
    package mutating func next() throws -> Data? {
        if isAtEnd {
            guard rest.isEmpty else { throw SealFault.damaged }
            return nil
        }
        guard let length = PartLength(rest) else { throw SealFault.damaged }
        rest = rest.dropFirst(PartLength.count)
        guard length.bytesCount <= rest.count else { throw SealFault.damaged }
        let sealed = Data(rest.prefix(length.bytesCount))
        rest = rest.dropFirst(length.bytesCount)
        isAtEnd = length.isLast
        do {
            return try recipient.open(
                sealed,
                authenticating: BundleFormat.seal(of: head, isLast: length.isLast)
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
