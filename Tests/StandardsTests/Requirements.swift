// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Standards

/// What the published schemas require, written down by hand.
///
/// The sources are:
/// - OpenReferralUK/uk-profile, schema/*.json at ecdfabf (Open Referral UK 3.0);
/// - ThreeSixtyGiving/standard 1.4.3, schema/360-giving-schema.json and -package-schema.json;
/// - open-contracting/standard 1.1.5, schema/release-schema.json and release-package-schema.json.
struct Requirement: Sendable, CustomStringConvertible {
    enum Kind: Sendable {
        case text, number, uuid, date, instant, uri, list, one(of: [String])
    }

    let standard: Standard
    /// Names from the document down; each entry of a list is meant.
    let path: String
    let kind: Kind
    var description: String { "\(standard) \(path)" }

    init(_ standard: Standard, _ path: String, _ kind: Kind) {
        (self.standard, self.path, self.kind) = (standard, path, kind)
    }

    static let all: [Requirement] = services + grants + contracts

    private static let services: [Requirement] = [
        .init(.services, "contents.id", .uuid), .init(.services, "contents.name", .text),
        .init(
            .services,
            "contents.status",
            .one(of: ["active", "inactive", "defunct", "temporarily closed"])
        ),
        .init(.services, "contents.last_modified", .instant),
        .init(.services, "contents.url", .uri),
        .init(.services, "contents.organization.id", .uuid),
        .init(.services, "contents.organization.name", .text),
        .init(.services, "contents.organization.description", .text),
        .init(.services, "contents.organization.organization_identifiers.id", .uuid),
        .init(.services, "contents.organization.organization_identifiers.identifier_type", .text),
        .init(.services, "contents.organization.organization_identifiers.identifier", .text),
        .init(.services, "contents.service_areas.id", .uuid),
        .init(.services, "contents.service_areas.uri", .uri),
        .init(.services, "contents.funding.id", .uuid),
        .init(.services, "total_items", .number), .init(.services, "page_number", .number),
    ]

    private static let grants: [Requirement] = [
        .init(.grants, "grants.id", .text), .init(.grants, "grants.title", .text),
        .init(.grants, "grants.description", .text),
        .init(.grants, "grants.currency", .one(of: ["GBP"])),
        .init(.grants, "grants.amountAwarded", .number),
        .init(.grants, "grants.awardDate", .date),
        .init(.grants, "grants.recipientOrganization", .list),
        .init(.grants, "grants.recipientOrganization.id", .text),
        .init(.grants, "grants.recipientOrganization.name", .text),
        .init(.grants, "grants.fundingOrganization", .list),
        .init(.grants, "grants.fundingOrganization.id", .text),
        .init(.grants, "grants.fundingOrganization.name", .text),
        .init(.grants, "grants.plannedDates.startDate", .date),
        .init(.grants, "grants.beneficiaryLocation.geoCodeType", .one(of: ["MD"])),
        .init(.grants, "grants.locationScope", .one(of: ["GLS050"])),
        .init(.grants, "grants.dateModified", .instant),
    ]

    private static let contracts: [Requirement] = [
        .init(.contracts, "uri", .uri), .init(.contracts, "version", .one(of: ["1.1"])),
        .init(.contracts, "publishedDate", .instant), .init(.contracts, "publisher.name", .text),
        .init(.contracts, "releases", .list), .init(.contracts, "releases.ocid", .text),
        .init(.contracts, "releases.id", .text), .init(.contracts, "releases.date", .instant),
        .init(.contracts, "releases.tag", .list),
        .init(.contracts, "releases.initiationType", .one(of: ["tender"])),
        .init(.contracts, "releases.awards.id", .text),
        .init(.contracts, "releases.awards.date", .instant),
        .init(.contracts, "releases.awards.value.amount", .number),
        .init(.contracts, "releases.contracts.id", .text),
        .init(.contracts, "releases.contracts.awardID", .text),
        .init(.contracts, "releases.contracts.period.endDate", .instant),
        .init(
            .contracts,
            "releases.contracts.status",
            .one(of: ["pending", "active", "cancelled", "terminated"])
        ),
    ]
}

extension Requirement {
    /// Every value at the path; none where an entry lacks it.
    func values(in document: [String: Any]) -> [Any]? {
        var found: [Any] = [document]
        let names = path.split(separator: ".").map(String.init)
        for (place, name) in names.enumerated() {
            var next: [Any] = []
            for object in found {
                guard let value = (object as? [String: Any])?[name] else { return nil }
                let isLast = place == names.count - 1
                if let list = value as? [Any], !isLast { next += list } else { next.append(value) }
            }
            found = next
        }
        return found.isEmpty ? nil : found
    }

    func isMet(by value: Any) -> Bool {
        let text = value as? String
        let fits = { (pattern: String) in
            text?.range(of: "^\(pattern)$", options: .regularExpression) != nil
        }
        return switch kind {
        case .text: text.map { $0.contains { !$0.isWhitespace } } ?? false
        case .number: value is NSNumber && text == nil
        case .uuid: text.flatMap(UUID.init(uuidString:)) != nil
        case .date: fits("[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])")
        case .instant: fits("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z")
        case .uri: fits("(https?://[^ ]+|urn:uuid:[0-9a-f-]{36})")
        case .list: (value as? [Any])?.isEmpty == false
        case .one(let names): text.map(names.contains) ?? false
        }
    }
}
