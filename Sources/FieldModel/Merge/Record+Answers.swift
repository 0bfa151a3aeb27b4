// SPDX-License-Identifier: Apache-2.0

/// The answers of a record by the names of its form; nil for none, and for one of another type.
extension Record {
    package func value(_ name: String) -> FieldValue? { FieldPath(name).flatMap { fields[$0] } }

    /// A text, or the name of a choice.
    package func text(_ name: String) -> String? {
        switch value(name) {
        case .text(let text), .choice(let text): text
        default: nil
        }
    }

    package func date(_ name: String) -> PlainDate? {
        guard case .date(let date) = value(name) else { return nil }
        return date
    }

    package func boolean(_ name: String) -> Bool? {
        guard case .boolean(let flag) = value(name) else { return nil }
        return flag
    }

    package func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = value(name) else { return nil }
        return number
    }

    package func money(_ name: String) -> Money? {
        guard case .money(let money) = value(name) else { return nil }
        return money
    }

    package func names(_ name: String) -> Set<String> {
        guard case .choices(let names) = value(name) else { return [] }
        return Set(names)
    }

    /// True where two people gave one of these answers differently, and nobody has decided yet.
    package func isDisputed(_ names: String...) -> Bool {
        !conflicts.isEmpty
            && !disputedFields.isDisjoint(with: names.compactMap { FieldPath($0) })
    }
}
