// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A JSON document as an outside script sees it.
enum Document: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([Document])
    case object([String: Document])

    init(parsing text: String) throws {
        do {
            self = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        } catch {
            throw ProgramFailure("This is no JSON document: \(text.prefix(500))")
        }
    }

    subscript(key: String) -> Document {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    subscript(index: Int) -> Document { index < list.count ? list[index] : .null }

    var keys: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }

    /// Of an object by feed, what both receive; never nothing.
    func shared(with other: Document) throws -> (Document, Document) {
        guard case .object(let mine) = self, case .object(let theirs) = other,
            !keys.isDisjoint(with: other.keys)
        else { throw ProgramFailure("\(keys) and \(other.keys) have nothing in common") }
        return (
            .object(mine.filter { other.keys.contains($0.key) }),
            .object(theirs.filter { keys.contains($0.key) })
        )
    }

    var list: [Document] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return Int(exactly: number)
    }

    /// What JSON calls it: object, array, string, number, boolean or null.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .text: "string"
        case .list: "array"
        case .object: "object"
        }
    }

    func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension Document: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let boolean = try? value.decode(Bool.self) {
            self = .boolean(boolean)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Document].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Document].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .boolean(let boolean): try value.encode(boolean)
        case .number(let number):
            if let integer = Int64(exactly: number) {
                try value.encode(integer)
            } else {
                try value.encode(number)
            }
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }
}

extension Document: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
    init(arrayLiteral elements: Document...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, Document)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
