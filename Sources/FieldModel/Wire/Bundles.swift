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

/// Part 0 of a file in a bundle: whose it is, and which record names it.
package struct BundleFileHead: Hashable, Sendable, Codable {
    package let device: DeviceID
    package let token: String
    package let file: BlobName
    package let sizeBytes: Int64

    package init(device: DeviceID, token: String, file: BlobName, sizeBytes: Int64) {
        (self.device, self.token, self.file) = (device, token, file)
        self.sizeBytes = sizeBytes
    }
}

/// Tells who carries a file where to go on: the number of the part that the server lacks next.
package struct BundleFilePlace: Hashable, Sendable, Codable {
    package let part: Int64

    package init(part: Int64) { self.part = part }
}

/// What became of the changes of a bundle, or of one of its files, for the device that made it.
package struct BundleReceipts: Sendable, Codable {
    package struct File: Hashable, Sendable, Codable {
        package let name: BlobName
        /// Why the server has it not; nil where it has.
        package let problem: Problem?

        package init(name: BlobName, problem: Problem?) {
            (self.name, self.problem) = (name, problem)
        }
    }

    /// One for each part with changes, as of a push.
    package var answers: [PushAnswer]
    /// Why the parts after those were not taken.
    package var problem: Problem?
    /// Of the file that this is about.
    package var file: File?

    package init(answers: [PushAnswer], problem: Problem? = nil) {
        (self.answers, self.problem) = (answers, problem)
    }

    package init(_ file: File) { (answers, self.file) = ([], file) }
}
