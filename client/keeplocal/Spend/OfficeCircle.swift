// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend

/// A circle that somebody says the registered office decides, held against its postcode.
extension StoreSession {
    /// The postcode is the one that is said, or was before, else those of the ledgers here.
    ///
    /// - Throws: `Failure` where no postcode is known, and where it lies in another circle by a
    ///   definition: what is decided otherwise needs its reason.
    func requireOffice(
        of name: SupplierName,
        number: String,
        _ said: Postcode?,
        in circle: Circle,
        of council: CouncilID
    ) throws {
        let book = try SpendBook(self, council: council.text)
        guard !book.definitions.isEmpty else { return }
        let known = said ?? book.suppliers.supplier(name: name, number: number)?.postcode
        let read = Set(book.ledgers.ledgers.map(\.record))
        let own = Supplier(name: name, supplierID: number).number
        let paid = book.handRows.filter { row in
            let other = Supplier(name: row.supplier, supplierID: row.supplierID).number
            return row.supplier.key == name.key && (own.isEmpty || other.isEmpty || own == other)
        }.compactMap(\.postcode)
        let offices =
            try known.map { [$0] } ?? (paid + postcodes(of: name, number: number, in: read))
        guard !offices.isEmpty else {
            throw Failure(
                usage: "No postcode of '\(inert(name.text))' is known here, so nothing says where"
                    + " its registered office is. Say it: --postcode; or decide otherwise: --how"
                    + " override --reason TEXT"
            )
        }
        for definition in book.definitions {
            for postcode in offices {
                let found = definition.circle(of: nil, postcode: postcode)?.circle
                guard let found, found != circle else { continue }
                throw Failure(
                    usage: "\(postcode.text), the postcode of '\(inert(name.text))', lies in"
                        + " circle \(found.rawValue) by '\(inert(definition.id))', and not in"
                        + " \(circle.rawValue). Without --circle the postcode decides. A circle"
                        + " that is decided otherwise needs its reason: --how override --reason"
                        + " TEXT; a local office that delivers: --how delivery_base"
                )
            }
        }
    }
}
