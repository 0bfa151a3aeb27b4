// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A published standard that services leave by.
package enum Standard: String, CaseIterable, Sendable {
    case services, grants, contracts

    package var title: String {
        switch self {
        case .services: "Open Referral UK 3.0"
        case .grants: "360Giving 1.4"
        case .contracts: "Open Contracting 1.1"
        }
    }

    /// One entry, and several, in words.
    package var noun: String {
        switch self {
        case .services: "service"
        case .grants: "grant"
        case .contracts: "contract"
        }
    }

    /// True for a service that this standard is about.
    func concerns(_ service: PublishedService) -> Bool {
        switch self {
        case .services: true
        case .grants: service.contract == "grant"
        case .contracts: ["contract", "spot", "framework"].contains(service.contract)
        }
    }

    /// The answers that its entries are made of.
    var answers: Set<String> {
        let common: Set = ["name", "description", "org_id"]
        return switch self {
        case .services: common.union(["status", "email", "website"])
        case .grants: common.union(["contract", "starts", "ends", "awarded", "award_total"])
        case .contracts:
            common.union(["contract", "ocid", "starts", "ends", "awarded", "award_total"])
        }
    }
}

/// What the publisher says besides the records.
package struct PublisherWords: Sendable {
    /// The publisher's registered beginning of the identifiers of grants.
    package let grantPrefix: String?
    /// Where a file of contracts will be found.
    package let uri: String?
    package let today: PlainDate

    package init(grantPrefix: String? = nil, uri: String? = nil, today: PlainDate) {
        (self.grantPrefix, self.uri, self.today) = (grantPrefix, uri, today)
    }
}
