// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// The server's key pair, to which bundles are sealed: X25519.
package struct BundleKey: Sendable {
    let key: Curve25519.KeyAgreement.PrivateKey

    /// Makes a new one.
    package init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// Reads what `text` wrote; nil for anything else.
    package init?(_ text: String) {
        guard let data = Data(base64Encoded: text),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: data)
        else { return nil }
        self.key = key
    }

    /// The private half; it stays with the server.
    package var text: String { key.rawRepresentation.base64EncodedString() }

    /// The half that devices are given.
    package var publicText: String { key.publicKey.rawRepresentation.base64EncodedString() }
}

/// Why a sealed file cannot be opened.
package enum SealFault: Error, Hashable {
    /// It begins as none of ours does.
    case unknown
    /// It was sealed to another key.
    case foreign
    /// It is cut short, or some of it was changed.
    case damaged
}

/// What the parts of a bundle have in common: HPKE (RFC 9180), mode base.
enum BundleFormat {
    static let magic = Data("KLB1".utf8)
    static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly
    static let info = Data("keeplocal bundle 1".utf8)
    static let receiptContext = Data("keeplocal receipts 1".utf8)
    static let keyNameCount = 8
    static let encapsulatedCount = 32
    static let lengthCount = 4
    static let headCount = magic.count + keyNameCount + encapsulatedCount
    /// Of a part before it is sealed.
    static let partBytesMax = 8 * 1024 * 1024
    static let nameCount = 16

    static func name(ofKey key: Curve25519.KeyAgreement.PublicKey) -> Data {
        Data(SHA256.hash(data: key.rawRepresentation).prefix(keyNameCount))
    }

    /// The name of a bundle, by which its receipts find it.
    static func name(ofHead head: Data) -> Data {
        Data(SHA256.hash(data: head).prefix(nameCount))
    }

    /// Which part is the last is sealed with it, so that a bundle that was cut is found out.
    static func seal(of head: Data, isLast: Bool) -> Data { head + Data([isLast ? 1 : 0]) }

    /// Who opens what was sealed under a head.
    ///
    /// - Throws: `SealFault`.
    static func recipient(ofHead head: Data, key: BundleKey) throws -> HPKE.Recipient {
        let named = head.dropFirst(magic.count).prefix(keyNameCount)
        guard named == name(ofKey: key.key.publicKey) else { throw SealFault.foreign }
        do {
            return try HPKE.Recipient(
                privateKey: key.key,
                ciphersuite: suite,
                info: info,
                encapsulatedKey: Data(head.suffix(encapsulatedCount))
            )
        } catch {
            throw SealFault.damaged
        }
    }
}
