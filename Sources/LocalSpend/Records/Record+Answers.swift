// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Reading the answers of a record by the names of its form.
extension Record {
    /// The text or choice; nothing where there is none.
    func words(_ name: String) -> String { text(name) ?? "" }

    func choice<Kind: RawRepresentable<String>>(_ name: String) -> Kind? {
        Kind(rawValue: words(name))
    }

    func choices<Kind: RawRepresentable<String>>(_ name: String) -> Set<Kind> {
        Set(names(name).compactMap { Kind(rawValue: $0) })
    }

    func number(_ name: String) -> Int { Int(clamping: integer(name) ?? 0) }

    func decimal(_ name: String) -> Decimal? {
        switch value(name) {
        case .decimal(let number): number
        case .integer(let number): Decimal(number)
        default: nil
        }
    }
}

/// The answers of a record to be saved; what is empty is left out.
struct Answers {
    private(set) var fields: [FieldPath: FieldValue] = [:]

    mutating func set(_ name: String, _ value: FieldValue?) {
        if let path = FieldPath(name), let value { fields[path] = value }
    }

    mutating func set(_ name: String, text: String) {
        if !text.isEmpty { set(name, .text(text)) }
    }

    mutating func set<Kind: RawRepresentable<String>>(_ name: String, choices: some Sequence<Kind>)
    {
        let names = choices.map(\.rawValue)
        if !names.isEmpty { set(name, .choices(of: names)) }
    }
}

extension Circle {
    /// Its name in the lists of the forms.
    package var choice: String { "c\(rawValue)" }

    package init?(choice: String) {
        guard choice.hasPrefix("c"), let number = Int(choice.dropFirst()) else { return nil }
        self.init(rawValue: number)
    }
}
