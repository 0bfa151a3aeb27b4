// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A value that reads and writes its own JSON, without reflection: what is sent and stored by the
/// thousand.
///
/// The same value always gives the same bytes. Types that stand in few documents are `Codable` only
/// and go through Foundation.
package protocol CanonicalJSON {
    func write(to json: inout JSONWriter)
    init(from json: inout JSONReader) throws(JSONFault)
}

extension JSONWriter {
    package mutating func member(_ key: StaticString, _ value: some CanonicalJSON) {
        self.key(key)
        value.write(to: &self)
    }

    /// Leaves the key out when there is no value.
    package mutating func member(_ key: StaticString, _ value: (some CanonicalJSON)?) {
        if let value { member(key, value) }
    }

    /// Keys in the order of their bytes.
    package mutating func sorted(_ members: [(key: String, value: some CanonicalJSON)]) {
        object { json in
            for (key, value) in members.sorted(by: { $0.key.precedes($1.key) }) {
                json.key(key)
                value.write(to: &json)
            }
        }
    }

    /// A value that is `Codable` only.
    package mutating func foundation(_ value: some Encodable) {
        guard let data = try? Canonical.foundation(value) else { return literal("null") }
        raw(data)
    }

    /// A list of values that are `Codable` only, which is mostly empty.
    mutating func foundation(list: [some Encodable]) {
        if list.isEmpty { literal("[]") } else { foundation(list) }
    }
}

extension String {
    /// The order of the UTF-8 bytes.
    func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension JSONReader {
    /// Reads a value, or a null as none.
    package mutating func optional<Value: CanonicalJSON>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value? {
        null() ? nil : try Value(from: &self)
    }

    /// Reads a list of values that are `Codable` only, which is mostly empty.
    mutating func foundation<Value: Decodable>(
        listOf type: Value.Type
    ) throws(JSONFault) -> [Value] {
        let bytes = try raw()
        guard !bytes.elementsEqual("[]".utf8) else { return [] }
        return try Self.foundation([Value].self, from: bytes)
    }

    /// Reads a value that is `Codable` only.
    package mutating func foundation<Value: Decodable>(
        _ type: Value.Type = Value.self
    ) throws(JSONFault) -> Value {
        try Self.foundation(type, from: raw())
    }

    private static func foundation<Value: Decodable>(
        _ type: Value.Type,
        from bytes: ArraySlice<UInt8>
    ) throws(JSONFault) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw JSONFault(error)
        } catch {
            throw .invalid
        }
    }
}

/// What a key must have given when its object is read.
func required<Value>(_ value: Value?, _ key: String) throws(JSONFault) -> Value {
    guard let value else { throw .missing(key) }
    return value
}

extension JSONFault {
    package init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            self.init("it is of the wrong type", at: Self.path(context.codingPath))
        case .keyNotFound(let key, let context):
            self.init("it is missing", at: Self.path(context.codingPath + [key]))
        case .dataCorrupted(let context):
            self.init(
                context.codingPath.isEmpty ? "it is not JSON" : "it is not valid",
                at: Self.path(context.codingPath)
            )
        @unknown default: self.init("it cannot be read")
        }
    }

    private static func path(_ keys: [any CodingKey]) -> [String] {
        keys.map { $0.intValue.map { "[\($0)]" } ?? String($0.stringValue.prefix(64)) }
    }
}
