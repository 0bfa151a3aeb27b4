// SPDX-License-Identifier: Apache-2.0

/// `POST /v1/devices`: a new identity for the copy of a device that was restored from an old one.
package struct ForkRequest: Sendable, Codable {
    package let device: DeviceID
    package let deviceName: String
    /// Chosen by the device, so that a request that is repeated asks for the same.
    package let token: String
    /// The last counter under which the device has an answer; nil of a program that does not say.
    package let answered: Int64?

    package init(
        device: DeviceID,
        deviceName: String,
        token: String = DeviceToken.make(),
        answered: Int64? = nil
    ) {
        (self.device, self.deviceName, self.token) = (device, deviceName, token)
        self.answered = answered
    }
}
