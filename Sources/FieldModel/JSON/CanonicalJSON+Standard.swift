// SPDX-License-Identifier: Apache-2.0

extension String: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.string(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.string() }
}

extension Bool: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.boolean(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.boolean() }
}

extension Int64: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.integer(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.integer() }
}

extension Int: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.integer(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.int() }
}

extension Double: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.number(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.number() }
}

extension Array: CanonicalJSON where Element: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.array(self) { $1.write(to: &$0) }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var elements: [Element] = []
        try json.array { (json: inout JSONReader) throws(JSONFault) in
            elements.append(try Element(from: &json))
        }
        self = elements
    }
}

extension Dictionary: CanonicalJSON where Key == FieldPath, Value: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.sorted(map { ($0.key.text, $0.value) })
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var values: [FieldPath: Value] = [:]
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            guard let path = FieldPath(key), values[path] == nil else { throw .invalid }
            values[path] = try Value(from: &json)
        }
        self = values
    }
}

/// A value that is a string, such as the name of a case.
extension CanonicalJSON where Self: RawRepresentable, RawValue == String {
    package func write(to json: inout JSONWriter) { json.string(rawValue) }

    package init(from json: inout JSONReader) throws(JSONFault) {
        guard let value = Self(rawValue: try json.string()) else { throw .invalid }
        self = value
    }
}

/// The `Codable` of a type that has its own JSON: the same bytes, by way of a tree.
///
/// For documents that Foundation writes and in which such a value stands.
protocol CodableByJSON: CanonicalJSON, Codable {}

extension CodableByJSON {
    package init(from decoder: any Decoder) throws {
        let tree = try JSON(from: decoder)
        var writer = JSONWriter()
        tree.write(to: &writer)
        do {
            self = try JSONReader.read(Self.self, from: writer.data)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.description)
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var writer = JSONWriter()
        write(to: &writer)
        try JSONReader.read(JSON.self, from: writer.data).encode(to: encoder)
    }
}
