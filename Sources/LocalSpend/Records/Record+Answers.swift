// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// Reading the answers of a record by the names of its form.
extension Record {
    func answer(_ name: String) -> FieldValue? { FieldPath(name).flatMap { fields[$0] } }

    func text(_ name: String) -> String {
        switch answer(name) {
        case .text(let text), .choice(let text): text
        default: ""
        }
    }

    func choice<Kind: RawRepresentable<String>>(_ name: String) -> Kind? {
        Kind(rawValue: text(name))
    }

    func choices<Kind: RawRepresentable<String>>(_ name: String) -> Set<Kind> {
        guard case .choices(let names)? = answer(name) else { return [] }
        return Set(names.compactMap { Kind(rawValue: $0) })
    }

    func money(_ name: String) -> Money? {
        guard case .money(let money)? = answer(name) else { return nil }
        return money
    }

    func date(_ name: String) -> PlainDate? {
        guard case .date(let date)? = answer(name) else { return nil }
        return date
    }

    func number(_ name: String) -> Int {
        guard case .integer(let number)? = answer(name) else { return 0 }
        return Int(number)
    }

    func decimal(_ name: String) -> Decimal? {
        switch answer(name) {
        case .decimal(let number): number
        case .integer(let number): Decimal(number)
        default: nil
        }
    }

    /// True where two people gave one of these answers differently, and nobody has decided yet.
    func isDisputed(_ names: String...) -> Bool {
        !disputedFields.isDisjoint(with: names.compactMap { FieldPath($0) })
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
