// SPDX-License-Identifier: Apache-2.0

/// `POST /v1/passphrases`: the key that a person's new passphrase gives, and why the server should
/// believe that it is theirs.
package struct PassphraseRequest: Sendable, Codable {
    /// The public half, in base64; the passphrase itself never leaves the device.
    package let key: String
    /// A one-time code of an administrator, for who has none yet or forgot it.
    package let code: String?
    /// A signature of a `PassphraseClaim` by the present one, in base64.
    package let proof: String?

    package init(key: String, code: String? = nil, proof: String? = nil) {
        (self.key, self.code, self.proof) = (key, code, proof)
    }
}

/// `GET /v1/admin/passphrases`: how it stands with one person's.
package struct PassphraseSummary: Sendable, Codable, Hashable {
    package let person: PersonID
    package let isSet: Bool
    /// True after too many wrong ones in a row, until an administrator makes a code.
    package let isLocked: Bool

    package init(person: PersonID, isSet: Bool, isLocked: Bool) {
        (self.person, self.isSet, self.isLocked) = (person, isSet, isLocked)
    }
}

extension AdminRequest {
    /// `POST /v1/admin/passphrases`: a one-time code with which a person sets a passphrase.
    package struct Passphrase: Sendable, Codable {
        package let person: PersonID

        package init(person: PersonID) { self.person = person }
    }
}
