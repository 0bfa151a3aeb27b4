// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A push as the server reads it: change by change, so that one it cannot read, made by a newer
/// device or a faulty one, does not stand in the way of those behind it.
package struct PushBatch: Sendable {
    package enum Element: Sendable, Hashable {
        case change(Change)
        /// A change of which no more than this could be read, and what is wrong with it.
        case unreadable(id: ChangeID, device: DeviceID, counter: Int64, fault: JSONFault)
    }

    package let elements: [Element]
    package let unsent: Int?

    package init(_ request: PushRequest) {
        (elements, unsent) = (request.changes.map(Element.change), request.unsent)
    }

    /// - Throws: `JSONFault` for what is no push, or holds an element without an id, device and
    ///   counter that can be read: nobody could be answered then.
    package init(reading bytes: some Sequence<UInt8>) throws(JSONFault) {
        let bytes = Array(bytes)
        do {
            // Almost always all of it can be read, in one go.
            self.init(try JSONReader.read(PushRequest.self, from: bytes))
        } catch {
            self = try JSONReader.read(PushBatch.self, from: bytes)
        }
    }
}

extension PushBatch: CanonicalJSON {
    package init(from json: inout JSONReader) throws(JSONFault) {
        var (elements, unsent): ([Element]?, Int?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "changes": elements = try [Element](from: &json)
            case "unsent": unsent = try json.optional()
            default: try json.skip()
            }
        }
        guard let elements else { throw JSONFault("it is missing", at: ["changes"]) }
        (self.elements, self.unsent) = (elements, unsent)
    }

    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("changes", elements)
            json.member("unsent", unsent)
        }
    }
}

extension PushBatch.Element: CanonicalJSON {
    package init(from json: inout JSONReader) throws(JSONFault) {
        let bytes = try json.raw()
        do {
            self = .change(try JSONReader.read(Change.self, from: bytes))
        } catch {
            guard let name = try? JSONReader.read(ChangeName.self, from: bytes) else {
                throw error
            }
            self = .unreadable(
                id: name.id,
                device: name.device,
                counter: name.counter,
                fault: error
            )
        }
    }

    package func write(to json: inout JSONWriter) {
        switch self {
        case .change(let change): change.write(to: &json)
        case .unreadable(let id, let device, let counter, _):
            ChangeName(id: id, device: device, counter: counter).write(to: &json)
        }
    }

    package var id: ChangeID {
        switch self {
        case .change(let change): change.id
        case .unreadable(let id, _, _, _): id
        }
    }

    package var device: DeviceID {
        switch self {
        case .change(let change): change.device
        case .unreadable(_, let device, _, _): device
        }
    }

    package var counter: Int64 {
        switch self {
        case .change(let change): change.counter
        case .unreadable(_, _, let counter, _): counter
        }
    }
}

/// What an answer needs to know of a change, whatever else is in it.
private struct ChangeName: CanonicalJSON {
    let id: ChangeID
    let device: DeviceID
    let counter: Int64

    init(id: ChangeID, device: DeviceID, counter: Int64) {
        (self.id, self.device, self.counter) = (id, device, counter)
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("counter", counter)
            json.member("device", device)
            json.member("id", id)
        }
    }

    init(from json: inout JSONReader) throws(JSONFault) {
        var (id, device, counter): (ChangeID?, DeviceID?, Int64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "id": id = try ChangeID(from: &json)
            case "device": device = try DeviceID(from: &json)
            case "counter": counter = try json.integer()
            default: try json.skip()
            }
        }
        guard let id, let device, let counter else { throw JSONFault("it has no name") }
        (self.id, self.device, self.counter) = (id, device, counter)
    }
}
