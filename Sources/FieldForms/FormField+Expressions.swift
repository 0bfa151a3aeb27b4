// SPDX-License-Identifier: Apache-2.0

extension FormField {
    var expressions: [Expression] {
        [required, relevant, constraint, calculation, readOnly, initial, choiceFilter].compactMap {
            $0
        }
            + ancestors.flatMap { [$0.relevant, $0.count] }.compactMap { $0 }
    }
}
