// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend

extension StoreSession {
    /// Whether a supplier was paid, by a ledger that was read here or a row by hand; true where
    /// nothing was read yet, as nobody can say.
    func knowsPayments(
        to supplier: SupplierName,
        number: String,
        in council: CouncilID
    ) throws -> Bool {
        let book = try SpendBook(self, council: council.text)
        let read = try book.ledgers.ledgers.filter { try ledgerCount($0) != nil }
        guard !read.isEmpty else { return true }
        guard !book.handRows.contains(where: { $0.supplier.key == supplier.key }) else {
            return true
        }
        return try hasPayments(to: supplier, number: number, in: Set(read.map(\.record)))
    }
}
