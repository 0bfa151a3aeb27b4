// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore
import Foundation
import Sealing

/// What a person's passphrase proves: that an approval, or another passphrase, is their own.
///
/// Nothing on the device tells whether it is the right one: there a thief could try others against
/// it. The server does, when it takes the approval.
package struct Approving {
    private let identity: Identity
    private let key: ApprovalKey

    /// - Complexity: Some tenths of a second and 32 MiB, on purpose; not for a transaction.
    package init(_ passphrase: Passphrase, of identity: Identity) throws {
        self.identity = identity
        key = try ApprovalKey(passphrase: passphrase.bytes, of: identity.person.description)
    }

    /// - Throws: `Problem` `approval.unproven` where the server's key is not known here.
    package func proof(of claim: ApprovalClaim) throws -> String {
        let sealed = try identity.bundleKey.flatMap {
            try SealedProof.seal(key.sign(claim.bytes), to: $0)
        }
        guard let sealed else {
            throw Problem(
                .approvalUnproven,
                "This device does not know the server's key, as it was enrolled before there was"
                    + " one. Nothing was decided. Ask an administrator for a code, and enrol it"
                    + " anew: keeplocal enrol URL CODE"
            )
        }
        return sealed
    }

    /// Asks the server to take this passphrase from now on: by a code, or by the present one.
    package func set(on server: Server, code: String? = nil, present: Approving? = nil) throws {
        let claim = PassphraseClaim(
            person: identity.person,
            device: identity.device,
            key: key.publicText
        )
        let proof = try present?.key.sign(claim.bytes).base64EncodedString()
        let _: [String: Bool] = try server.post(
            "v1/passphrases",
            PassphraseRequest(key: key.publicText, code: code, proof: proof),
            // Each time that a wrong one is sent counts.
            isRepeatable: false
        )
    }
}
