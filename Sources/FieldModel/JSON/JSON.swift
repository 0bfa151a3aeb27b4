// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Any JSON document, for what people's scripts read and for details nobody decodes.
package enum JSON: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case decimal(Decimal)
    case string(String)
    case array([JSON])
    case object([String: JSON])
}

extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .decimal(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(nilLiteral: ()) { self = .null }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}

extension FieldValue {
    /// The value as scripts want it: dates and choices as text, money as pence, no type tag.
    package var plain: JSON {
        switch self {
        case .text(let value), .choice(let value): .string(value)
        case .integer(let value): .integer(value)
        case .decimal(let value): .decimal(value)
        case .boolean(let value): .boolean(value)
        case .date(let value): .string(value.description)
        case .time(let value): .string(value.description)
        case .instant(let value): .string(value.description)
        case .choices(let value): .array(value.map(JSON.string))
        case .money(let value): .integer(value.pence)
        case .geopoint(let value):
            .object([
                "latitude": .number(value.latitude), "longitude": .number(value.longitude),
                "altitude": value.altitude.map(JSON.number) ?? .null,
                "accuracy": value.accuracy.map(JSON.number) ?? .null,
            ])
        case .blob(let value):
            .object([
                "sha256": .string(value.sha256.description), "size": .integer(value.sizeBytes),
                "type": .string(value.mediaType),
            ])
        case .scaled(let value, let version):
            .object(["value": value.plain, "formVersion": .integer(Int64(version))])
        }
    }
}
