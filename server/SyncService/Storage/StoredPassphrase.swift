// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What is kept of a person's passphrase.
package struct StoredPassphrase: Hashable, Sendable {
    package let person: PersonID
    /// The public half of the key that it gives, in base64; nil until one is set.
    package var key: String?
    /// Wrong ones in a row.
    package var misses: Int
    package var code: Code?

    /// With which the next one is set, once.
    package struct Code: Hashable, Sendable {
        package let hash: Hash
        package let expires: Instant

        package init(hash: Hash, expires: Instant) { (self.hash, self.expires) = (hash, expires) }
    }

    package init(person: PersonID, key: String? = nil, misses: Int = 0, code: Code? = nil) {
        (self.person, self.key, self.misses, self.code) = (person, key, misses, code)
    }

    package var isLocked: Bool { misses >= Limits.passphraseMissesMax }
}
