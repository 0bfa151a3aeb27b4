// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// What somebody signs: the hash of the canonical JSON of the fields as they are read.
    package func contentHash() throws -> Hash { Hash(of: try Canonical.encode(fields)) }

    /// - Throws: `Problem` `record.changed` for another content, or one that is disputed.
    package func requireSignable(as content: Hash) throws {
        guard conflicts.isEmpty, !isDeleted, try contentHash() == content else {
            throw Problem(
                .recordChanged,
                "The assessment was changed after it was read, or is disputed. Nothing was signed."
                    + " Read it again with: keeplocal principle show"
            )
        }
    }
}
