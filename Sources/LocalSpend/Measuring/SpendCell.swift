// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Payments of one quarter to one supplier that are counted alike.
package struct SpendCell: Hashable, Sendable {
    package let quarter: SpendQuarter
    package let supplier: SupplierName
    package let supplierID: String
    package let postcode: Postcode?
    package let category: SpendCategory?
    package let exclusion: SpendExclusion?
    package let amount: Money
    package let rows: Int
    /// What a person said of a row that was entered by hand.
    package let said: Said?

    package struct Said: Hashable, Sendable {
        package let circle: Circle?
        package let supplierClass: SupplierClass?
        package let tier: Tier?
        /// The service that was paid for, by its identifier or name; empty where none was named.
        package let service: String

        package init(
            circle: Circle?,
            supplierClass: SupplierClass?,
            tier: Tier? = nil,
            service: String = ""
        ) {
            (self.circle, self.supplierClass) = (circle, supplierClass)
            (self.tier, self.service) = (tier, service)
        }
    }

    package init(
        quarter: SpendQuarter,
        supplier: SupplierName,
        supplierID: String = "",
        postcode: Postcode? = nil,
        category: SpendCategory? = nil,
        exclusion: SpendExclusion? = nil,
        amount: Money,
        rows: Int = 1,
        said: Said? = nil
    ) {
        (self.quarter, self.supplier, self.supplierID) = (quarter, supplier, supplierID)
        (self.postcode, self.category, self.exclusion) = (postcode, category, exclusion)
        (self.amount, self.rows, self.said) = (amount, rows, said)
    }
}
