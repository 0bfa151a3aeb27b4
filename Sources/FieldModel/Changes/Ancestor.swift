// SPDX-License-Identifier: Apache-2.0

/// A former identity of a device, and the last counter of it that its successor had before it.
///
/// A device that was restored from an old copy goes on under a new identity: what it wrote up to
/// there is its own earlier work, and what the other copy wrote after that is not.
package struct Ancestor: Hashable, Sendable, Codable {
    package let device: DeviceID
    package let counter: Int64

    package init(device: DeviceID, counter: Int64) {
        (self.device, self.counter) = (device, counter)
    }
}

extension Ancestor: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("counter", counter)
            json.member("device", device)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (device, counter): (DeviceID?, Int64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "device": device = try DeviceID(from: &json)
            case "counter": counter = try json.integer()
            default: try json.skip()
            }
        }
        self.init(
            device: try required(device, "device"),
            counter: try required(counter, "counter")
        )
    }
}
