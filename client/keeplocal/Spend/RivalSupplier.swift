// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend

/// What people said apart of one supplier.
enum RivalSupplier {
    /// One sentence for each.
    static func notes(_ rivals: [[Supplier]]) -> [String] {
        rivals.compactMap { group in
            guard let first = group.first else { return nil }
            let named = group.map { supplier in
                let said = [
                    supplier.circle.map { "circle \($0.rawValue)" },
                    supplier.supplierClass?.rawValue, supplier.tier?.title,
                    supplier.postcode?.text,
                ].compactMap(\.self)
                let record = supplier.record.map { "\($0)" } ?? ""
                return "\(record) (\(said.joined(separator: ", ")))"
            }
            return "\(group.count) records say different things of the supplier"
                + " '\(first.name.text)': \(named.joined(separator: ", ")). What they disagree on"
                + " counts as not known. Delete the one that is wrong: keeplocal delete IDENTIFIER"
        }
    }

    /// The record that is meant by a name and a number; nil where there is none yet.
    ///
    /// - Throws: `Failure` where several may be meant.
    static func meant(
        _ name: SupplierName,
        number: String,
        among all: [Supplier]
    ) throws -> Supplier? {
        let called = all.filter { $0.name.key == name.key }
        let given = Supplier(name: name, supplierID: number)
        // Another name under the same number is a record of its own, and not written over.
        let same = called.filter { !number.isEmpty && $0.number == given.number }
        let plain = called.filter(\.number.isEmpty)
        let found = !same.isEmpty ? same : !plain.isEmpty || !number.isEmpty ? plain : called
        guard found.count > 1 else { return found.first }
        let ids = found.compactMap(\.record).map { "\($0)" }.joined(separator: ", ")
        throw Failure(
            usage: Set(found.map(\.identity)).count == 1
                ? "\(found.count) records stand for '\(inert(name.text))': \(ids). Nothing was"
                    + " saved. Delete the one that is wrong: keeplocal delete IDENTIFIER"
                : "\(found.count) suppliers are called '\(inert(name.text))': \(ids). Nothing was"
                    + " saved. Say which: --number"
        )
    }
}
