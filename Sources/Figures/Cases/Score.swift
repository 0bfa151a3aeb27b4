// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Record {
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
