// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// A signature that only the server can read.
///
/// Whoever had it in the clear could try passphrases against it for as long as they like: it goes
/// with a change that stays on devices and that others receive.
package enum SealedProof {
    /// Of the base64 of what `seal` gives.
    package static let lengthMax = 400
    private static let info = Data("keeplocal approval 1".utf8)
    private static let encapsulatedCount = 32

    /// Nil where the server's key is none.
    package static func seal(_ signature: Data, to publicKey: String) throws -> String? {
        guard let data = Data(base64Encoded: publicKey),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: data)
        else { return nil }
        var sender = try HPKE.Sender(
            recipientKey: key,
            ciphersuite: BundleFormat.suite,
            info: info
        )
        let sealed = try sender.seal(signature)
        return (sender.encapsulatedKey + sealed).base64EncodedString()
    }

    /// Nil for what was not sealed to this key.
    package static func open(_ text: String, with key: BundleKey) -> Data? {
        guard text.utf8.count <= lengthMax, let data = Data(base64Encoded: text),
            var recipient = try? HPKE.Recipient(
                privateKey: key.key,
                ciphersuite: BundleFormat.suite,
                info: info,
                encapsulatedKey: data.prefix(encapsulatedCount)
            )
        else { return nil }
        return try? recipient.open(data.dropFirst(encapsulatedCount))
    }
}
