// SPDX-License-Identifier: Apache-2.0

/// The first part of a bundle: whose changes the other parts hold.
///
/// Only the server can read it, so the token proves here what it proves online.
package struct BundleHead: Sendable, Codable {
    package let device: DeviceID
    package let token: String
    package let made: Instant

    package init(device: DeviceID, token: String, made: Instant) {
        (self.device, self.token, self.made) = (device, token, made)
    }
}

/// What became of the changes of a bundle, for the device that made it.
package struct BundleReceipts: Sendable, Codable {
    /// One for each part with changes, as of a push.
    package var answers: [PushAnswer]
    /// Why the parts after those were not taken.
    package var problem: Problem?

    package init(answers: [PushAnswer], problem: Problem? = nil) {
        (self.answers, self.problem) = (answers, problem)
    }
}
