// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
package import Foundation

/// The key pair that a passphrase gives: Ed25519, from scrypt.
///
/// The same passphrase of the same person gives the same key on every device, so nothing has to be
/// kept there that could be guessed against.
package struct ApprovalKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// 2^15, 8, 3 is what OWASP asks for where 32 MiB of memory can be had; it takes some tenths of
    /// a second.
    private static let (rounds, blockSize, parallelism) = (1 << 15, 8, 3)

    /// `person` is whose it is: the salt, which is to be another one for each.
    package init(passphrase: [UInt8], of person: String) throws {
        let salt = SHA256.hash(data: Data("keeplocal passphrase 1\n\(person)".utf8))
        let seed = try KDF.Scrypt.deriveKey(
            from: passphrase,
            salt: Data(salt),
            outputByteCount: 32,
            rounds: Self.rounds,
            blockSize: Self.blockSize,
            parallelism: Self.parallelism
        )
        key = try seed.withUnsafeBytes {
            try Curve25519.Signing.PrivateKey(rawRepresentation: Data($0))
        }
    }

    /// The half that the server keeps.
    package var publicText: String { key.publicKey.rawRepresentation.base64EncodedString() }

    package func sign(_ claim: [UInt8]) throws -> Data { try key.signature(for: Data(claim)) }
}

/// The half of an `ApprovalKey` that only tells what was signed with it.
package struct ApprovalVerifier: Sendable {
    private let key: Curve25519.Signing.PublicKey

    /// Nil for what is no key.
    package init?(_ text: String) {
        guard let data = Data(base64Encoded: text),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: data)
        else { return nil }
        self.key = key
    }

    package func hasSigned(_ claim: [UInt8], as signature: Data) -> Bool {
        key.isValidSignature(signature, for: Data(claim))
    }
}
