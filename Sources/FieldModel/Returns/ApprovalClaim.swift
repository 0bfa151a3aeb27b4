// SPDX-License-Identifier: Apache-2.0

/// What a person proves with their passphrase: that it is them who approve this content, now.
///
/// It names the change, so that a proof that was used is good for nothing else.
package struct ApprovalClaim: Hashable, Sendable {
    package let change: ChangeID
    package let record: RecordID
    package let content: Hash
    package let person: PersonID

    package init(change: ChangeID, record: RecordID, content: Hash, person: PersonID) {
        (self.change, self.record) = (change, record)
        (self.content, self.person) = (content, person)
    }

    /// What is signed.
    package var bytes: [UInt8] {
        Array("keeplocal approval 1\n\(change)\n\(record)\n\(content)\n\(person)".utf8)
    }
}

/// What a person proves who takes another passphrase in the place of the present one.
package struct PassphraseClaim: Hashable, Sendable {
    package let person: PersonID
    package let device: DeviceID
    /// The public half of the key that the new passphrase gives, in base64.
    package let key: String

    package init(person: PersonID, device: DeviceID, key: String) {
        (self.person, self.device, self.key) = (person, device, key)
    }

    /// What is signed with the present one.
    package var bytes: [UInt8] {
        Array("keeplocal passphrase 1\n\(person)\n\(device)\n\(key)".utf8)
    }
}
