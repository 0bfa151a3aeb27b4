// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension Supplier {
    /// Nil for one without a name; what is disputed counts as not known.
    package init?(_ record: Record) {
        guard !record.words("name").isEmpty else { return nil }
        let isCircleClear = !record.isDisputed("circle", "how", "reason")
        self.init(
            record.id,
            name: SupplierName(record.words("name")),
            supplierID: record.words("supplier_id"),
            postcode: Postcode(record.words("postcode")),
            supplierClass: record.isDisputed("class") ? nil : record.choice("class"),
            circle: isCircleClear ? Circle(choice: record.words("circle")) : nil,
            source: isCircleClear ? record.choice("how") : nil,
            reason: record.words("reason"),
            tier: record.isDisputed("tier", "tier_reason") ? nil : record.choice("tier"),
            tierReason: record.words("tier_reason")
        )
    }
}

extension SpendCell {
    /// A row that was entered by hand; nil where it lacks something or is in dispute.
    package init?(_ record: Record) {
        guard let date = record.date("paid"), let amount = record.money("amount"),
            !record.isDisputed("paid", "amount", "supplier", "local")
        else { return nil }
        let postcode = Postcode(record.words("postcode"))
        let circle: Circle? = record.words("local") == "local" ? .council : nil
        let kind: SupplierClass? =
            switch record.words("sector") {
            case "vcse": .vcse
            case "small_business": .small
            case "large_business": .large
            case "public": .public
            default: nil
            }
        self.init(
            quarter: SpendQuarter(of: date),
            supplier: SupplierName(record.words("supplier")),
            supplierID: record.words("supplier_id"),
            postcode: postcode,
            amount: amount,
            // "Elsewhere" without a postcode is outside the council's area, and no more is known.
            said: .init(
                circle: circle ?? (record.words("local") == "elsewhere" ? .country : nil),
                supplierClass: kind,
                tier: record.isDisputed("tier", "tier_reason") ? nil : record.choice("tier"),
                service: record.isDisputed("service") ? "" : record.words("service")
            )
        )
    }
}
