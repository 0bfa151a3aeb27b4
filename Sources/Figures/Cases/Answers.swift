// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The answers of a record by the names that the forms of the pack gave them first.
extension Record {
    func value(_ name: String) -> FieldValue? { FieldPath(name).flatMap { fields[$0] } }

    func text(_ name: String) -> String? {
        switch value(name) {
        case .text(let text), .choice(let text): text
        default: nil
        }
    }

    func date(_ name: String) -> PlainDate? {
        guard case .date(let date) = value(name) else { return nil }
        return date
    }

    func boolean(_ name: String) -> Bool? {
        guard case .boolean(let flag) = value(name) else { return nil }
        return flag
    }

    func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = value(name) else { return nil }
        return number
    }

    func names(_ name: String) -> Set<String> {
        guard case .choices(let names) = value(name) else { return [] }
        return Set(names)
    }

    func isDisputed(_ names: String...) -> Bool {
        !disputedFields.isDisjoint(with: names.compactMap { FieldPath($0) })
    }

    func score(_ path: FieldPath?) -> Score? {
        guard let path else { return nil }
        if let former = former[path], former.isAsked, case .integer(let number) = former.value {
            return Score(number: number, scale: former.formVersion)
        }
        guard case .integer(let number)? = fields[path] else { return nil }
        return Score(number: number, scale: nil)
    }
}

/// A number and its scale: nil for that of today, else the version of the form that had it.
package struct Score: Hashable, Sendable {
    package let number: Int64
    package let scale: Int?

    package init(number: Int64, scale: Int? = nil) { (self.number, self.scale) = (number, scale) }
}
