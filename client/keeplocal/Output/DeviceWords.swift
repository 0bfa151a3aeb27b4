// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

/// Devices by the names that they were enrolled under, as far as the directory tells them.
struct DeviceWords {
    private let own: DeviceID
    private let names: [DeviceID: String]

    init(_ session: StoreSession) throws {
        (own, names) = (try session.identity().device, try session.deviceNames())
    }

    func words(_ device: DeviceID) -> String {
        guard device != own else { return "this device" }
        return "device \(names[device].map { inert($0).oneLine } ?? device.short)"
    }
}
