// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// Seals parts to a server's key, one after the other; none can be taken out, moved or changed.
package struct BundleWriter {
    private var sender: HPKE.Sender
    private let head: Data
    package private(set) var data: Data

    /// - Throws: `SealFault.foreign` for what is no key.
    package init(to publicText: String) throws {
        guard let raw = Data(base64Encoded: publicText),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: raw)
        else { throw SealFault.foreign }
        sender = try HPKE.Sender(
            recipientKey: key,
            ciphersuite: BundleFormat.suite,
            info: BundleFormat.info
        )
        head = BundleFormat.magic + BundleFormat.name(ofKey: key) + sender.encapsulatedKey
        data = head
    }

    package mutating func add(_ part: Data, isLast: Bool) throws {
        guard part.count <= BundleFormat.partBytesMax else { throw SealFault.damaged }
        let sealed = try sender.seal(
            part,
            authenticating: BundleFormat.seal(of: head, isLast: isLast)
        )
        data += PartLength(sealed.count, isLast: isLast).bytes + sealed
    }

    /// The name of this bundle.
    package var name: Data { BundleFormat.name(ofHead: head) }

    /// What its receipts will be sealed with: only the server can make it again.
    package func receiptKey() throws -> Data {
        try sender.exportSecret(context: BundleFormat.receiptContext, outputByteCount: 32)
            .withUnsafeBytes { Data($0) }
    }

    /// Seals the file with this number; each number is for one file.
    package func file(
        _ number: UInt32,
        sizeBytes: Int64,
        about: Data
    ) throws -> BundleFileWriter {
        let key = try sender.exportSecret(
            context: BundleFileFormat.context(number),
            outputByteCount: BundleFileFormat.keyCount
        )
        return BundleFileWriter(
            bundle: self.head,
            number: number,
            key: key,
            sizeBytes: sizeBytes,
            about: about
        )
    }
}
