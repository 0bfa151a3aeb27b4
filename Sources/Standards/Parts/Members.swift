// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

extension JSON {
    /// An object of the members that are known.
    static func known(_ members: [String: JSON?]) -> JSON {
        .object(members.compactMapValues(\.self))
    }

    static func text(_ text: String?) -> JSON? { text.map(JSON.string) }
    static func day(_ date: PlainDate?) -> JSON? { date.map { .string($0.description) } }

    /// A day as these schemas want an instant.
    static func midnight(_ date: PlainDate?) -> JSON? {
        date.map { .string("\($0)T00:00:00Z") }
    }

    /// Pounds, exactly.
    static func pounds(_ money: Money) -> JSON {
        .decimal(Decimal(money.pence) / Decimal(100))
    }

    var text: String {
        get throws { String(decoding: try Canonical.encode(self), as: UTF8.self) }
    }
}

/// A document around a list that is written entry by entry.
package struct Envelope: Sendable {
    package let opening: String
    package let closing: String

    /// The members stand in the order of their names, the list among them.
    init(_ members: [String: JSON], list: String) throws {
        let texts = try members.mapValues { try $0.text }.sorted { $0.key < $1.key }
            .map { (name: $0.key, text: try JSON.string($0.key).text + ":" + $0.value) }
        let before = texts.filter { $0.name < list }.map { $0.text + "," }
        let after = texts.filter { $0.name > list }.map { "," + $0.text }
        opening = "{" + before.joined() + (try JSON.string(list).text) + ":[\n"
        closing = "\n]" + after.joined() + "}\n"
    }
}
