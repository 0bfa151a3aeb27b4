// SPDX-License-Identifier: Apache-2.0

/// A value whose wire form is its text.
package protocol TextCodable: Codable, CanonicalJSON, CustomStringConvertible {
    init?(_ text: String)
}

extension TextCodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "not a valid \(Self.self)"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        guard let value = Self(try json.string()) else { throw .invalid }
        self = value
    }

    package func write(to json: inout JSONWriter) { json.string(description) }
}
