// SPDX-License-Identifier: Apache-2.0

import Foundation

extension JSON: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.literal("null")
        case .boolean(let value): json.boolean(value)
        case .integer(let value): json.integer(value)
        case .number(let value): json.number(value)
        case .decimal(let value): json.literal(value.description)
        case .string(let value): json.string(value)
        case .array(let values): values.write(to: &json)
        case .object(let members): json.sorted(members.map { ($0.key, $0.value) })
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        switch json.peek() {
        case UInt8(ascii: "\""): self = .string(try json.string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .boolean(try json.boolean())
        case UInt8(ascii: "n"):
            guard json.null() else { throw .syntax }
            self = .null
        case UInt8(ascii: "["): self = .array(try [JSON](from: &json))
        case UInt8(ascii: "{"):
            var members: [String: JSON] = [:]
            try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
                members[key] = try JSON(from: &json)
            }
            self = .object(members)
        default: self = try Self.number(&json)
        }
    }

    private static func number(_ json: inout JSONReader) throws(JSONFault) -> JSON {
        let text = try json.numberText()
        if let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else {
            throw JSONFault("it is no number that can be kept")
        }
        return .number(value)
    }
}
