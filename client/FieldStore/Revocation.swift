// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// That a server told this device that it was revoked: which identity, and when it heard.
private struct Revocation: Codable {
    let device: DeviceID
    let heard: Instant
}

extension StoreSession {
    private static let revocation = "revoked"

    /// When this device heard that it was revoked; nil where it may sync, as far as it knows.
    ///
    /// Enrolled again it is another device.
    package func revoked() throws -> Instant? {
        guard let told = try fact(Self.revocation, as: Revocation.self),
            try storedIdentity()?.device == told.device
        else { return nil }
        return told.heard
    }

    func noteRevoked() throws {
        guard try revoked() == nil else { return }
        try set(Self.revocation, Revocation(device: identity().device, heard: now))
    }
}
