// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Text, whole numbers and truth values stand bare in JSON; every other value is an object with
/// one key that names its type, such as `{"date": "2026-11-23"}`, so that no form is needed to
/// read it back exactly.
extension FieldValue: Codable {
    private enum Tag: String, CodingKey {
        case decimal, date, time, instant, choice, choices, geopoint, money, blob
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let value): try encodeBare(value, to: encoder)
        case .integer(let value): try encodeBare(value, to: encoder)
        case .boolean(let value): try encodeBare(value, to: encoder)
        case .decimal(let value): try encode(value.description, as: .decimal, to: encoder)
        case .date(let value): try encode(value, as: .date, to: encoder)
        case .time(let value): try encode(value, as: .time, to: encoder)
        case .instant(let value): try encode(value, as: .instant, to: encoder)
        case .choice(let value): try encode(value, as: .choice, to: encoder)
        case .choices(let value): try encode(value, as: .choices, to: encoder)
        case .geopoint(let value): try encode(value, as: .geopoint, to: encoder)
        case .money(let value): try encode(value, as: .money, to: encoder)
        case .blob(let value): try encode(value, as: .blob, to: encoder)
        }
    }

    private func encodeBare(_ value: some Encodable, to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    private func encode(_ value: some Encodable, as tag: Tag, to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Tag.self)
        try container.encode(value, forKey: tag)
    }

    package init(from decoder: any Decoder) throws {
        let bare = try decoder.singleValueContainer()
        if let value = try? bare.decode(String.self) {
            self = .text(value)
        } else if let value = try? bare.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? bare.decode(Int64.self) {
            self = .integer(value)
        } else {
            try self.init(tagged: decoder.container(keyedBy: Tag.self))
        }
    }

    private init(tagged container: KeyedDecodingContainer<Tag>) throws {
        guard let tag = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: container.codingPath,
                    debugDescription: "a value must name exactly one type"
                )
            )
        }
        switch tag {
        case .decimal:
            let text = try container.decode(String.self, forKey: tag)
            guard let value = Decimal(exactly: text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: tag,
                    in: container,
                    debugDescription: "not a decimal number"
                )
            }
            self = .decimal(value)
        case .date: self = .date(try container.decode(PlainDate.self, forKey: tag))
        case .time: self = .time(try container.decode(TimeOfDay.self, forKey: tag))
        case .instant: self = .instant(try container.decode(Instant.self, forKey: tag))
        case .choice: self = .choice(try container.decode(String.self, forKey: tag))
        case .choices: self = .choices(try container.decode([String].self, forKey: tag))
        case .geopoint: self = .geopoint(try container.decode(GeoPoint.self, forKey: tag))
        case .money: self = .money(try container.decode(Money.self, forKey: tag))
        case .blob: self = .blob(try container.decode(BlobReference.self, forKey: tag))
        }
    }
}

extension Decimal {
    /// Reads a plain decimal number, `-12.50`, and nothing else: no exponent, no spaces.
    package init?(exactly text: String) {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), digits.utf8.count <= 39,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        self = value
    }
}
