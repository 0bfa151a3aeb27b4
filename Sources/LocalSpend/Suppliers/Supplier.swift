// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a supplier is.
package enum SupplierClass: String, Codable, Sendable, CaseIterable {
    case vcse, small, large, `public`

    package var title: String {
        switch self {
        case .vcse: "voluntary, community or social enterprise"
        case .small: "small or medium business"
        case .large: "large business"
        case .public: "public body"
        }
    }
}

/// How far from the council a supplier is: its area, the county or combined authority around it,
/// the region, the country.
package enum Circle: Int, Codable, Sendable, CaseIterable, Comparable {
    case council = 1
    case county, region, country

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    package var title: String {
        switch self {
        case .council: "the council's area"
        case .county: "county or combined authority"
        case .region: "region"
        case .country: "elsewhere in the country"
        }
    }
}

/// What a circle was decided by.
package enum CircleSource: String, Codable, Sendable, CaseIterable {
    /// The postcode of the ledger or of the supplier, and the circles of the definition.
    case registeredOffice = "registered_office"
    /// A local office delivers, wherever the head office is.
    case deliveryBase = "delivery_base"
    /// Somebody decided otherwise, and said why.
    case override
}

/// What is known of a supplier beside its payments.
package struct Supplier: Hashable, Sendable {
    /// Nil of what several records say together.
    package let record: RecordID?
    package let name: SupplierName
    package let supplierID: String
    package let postcode: Postcode?
    package let supplierClass: SupplierClass?
    package let circle: Circle?
    package let source: CircleSource?
    package let reason: String
    package let tier: Tier?
    package let tierReason: String

    package init(
        _ record: RecordID? = nil,
        name: SupplierName,
        supplierID: String = "",
        postcode: Postcode? = nil,
        supplierClass: SupplierClass? = nil,
        circle: Circle? = nil,
        source: CircleSource? = nil,
        reason: String = "",
        tier: Tier? = nil,
        tierReason: String = ""
    ) {
        (self.record, self.name) = (record, name)
        (self.supplierID, self.postcode) = (supplierID, postcode)
        (self.supplierClass, self.circle) = (supplierClass, circle)
        (self.source, self.reason) = (source, reason)
        (self.tier, self.tierReason) = (tier, tierReason)
    }

    /// That it is a supplier, though its name begins as that of somebody withheld does.
    package var isSaidToBeOne: Bool { supplierClass != nil || circle != nil }

    /// What is wrong with what somebody said of a supplier; nil for nothing.
    package var problem: String? {
        if circle != nil, source == nil {
            return "Say how the circle was decided: --how registered_office, delivery_base or"
                + " override."
        }
        if source == .override, reason.trimmingSpaces.isEmpty {
            return "An override needs its reason: --reason TEXT"
        }
        if tier != nil, tierReason.trimmingSpaces.isEmpty {
            return "A tier needs its reason: --reason TEXT"
        }
        return nil
    }
}
