// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The one JSON writing that is hashed, stored and sent: keys sorted, slashes bare.
///
/// Two equal values always give the same bytes, so that a hash of them means something.
package enum Canonical {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from data: Data
    ) throws -> Value {
        try JSONDecoder().decode(type, from: data)
    }
}
