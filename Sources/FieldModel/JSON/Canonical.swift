// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The one JSON writing that is hashed, stored and sent: keys in the order of their bytes, slashes
/// bare, no spaces.
///
/// Two equal values always give the same bytes, so that a hash of them means something.
package enum Canonical {
    package static func encode(_ value: some Encodable) throws -> Data {
        guard let value = value as? any CanonicalJSON else { return try foundation(value) }
        return write(value)
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from data: Data
    ) throws -> Value {
        guard let own = type as? any CanonicalJSON.Type,
            let value = try JSONReader.read(own, from: data) as? Value
        else {
            return try JSONDecoder().decode(type, from: data)
        }
        return value
    }

    /// The same for a type that is known here to have its own JSON: nobody asks while it runs.
    package static func encode(_ value: some Encodable & CanonicalJSON) throws -> Data {
        write(value)
    }

    package static func decode<Value: Decodable & CanonicalJSON>(
        _ type: Value.Type = Value.self,
        from data: Data
    ) throws -> Value {
        try JSONReader.read(type, from: data)
    }

    static func foundation(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    private static func write(_ value: some CanonicalJSON) -> Data {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.data
    }
}
