// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A service as Open Referral UK 3.0 has it, with its organisation within.
///
/// Source: OpenReferralUK/uk-profile, schema/service.json and schema/organization.json.
enum OpenReferral {
    static func entry(_ service: PublishedService) -> JSON {
        .known([
            "id": .string(service.record.description),
            "name": .text(service.name),
            "description": .text(service.summary),
            "status": .text(status(service)),
            "email": .text(service.email),
            "url": .text(service.website),
            "last_modified": .string(service.changed.description),
            "organization": organisation(service),
            "service_areas": [area(service)],
            "funding": [
                ["id": service.part("funding"), "source": .string(service.council.name)]
            ],
        ])
    }

    private static func organisation(_ service: PublishedService) -> JSON {
        let (organisation, council) = (service.organisation, service.council)
        let registered = organisation.registered.map { id -> JSON in
            [
                [
                    "id": .string(PublishedService.identifier(of: "\(organisation.id)/\(id)")),
                    "organization_id": .string(organisation.id.description),
                    "identifier_scheme": .string(id.scheme),
                    "identifier_type": .string(id.kind),
                    "identifier": .string(id.description),
                ]
            ]
        }
        let name = organisation.name ?? ""
        return .known([
            "id": .string(organisation.id.description),
            "name": .string(name),
            // The schema needs one, and nobody was asked for more than this.
            "description": .string("\(name) delivers services that \(council.name) commissions."),
            "organization_identifiers": registered,
        ])
    }

    private static func area(_ service: PublishedService) -> JSON {
        let place = "http://statistics.data.gov.uk/id/statistical-geography/"
        return .known([
            "id": service.part("area"),
            "service_id": .string(service.record.description),
            "name": .string(service.council.name),
            "uri": .text(service.council.gss.map { place + $0 }),
        ])
    }

    private static let statuses = ["active", "inactive", "defunct", "temporarily_closed"]

    /// Our names of choices have no blanks.
    private static func status(_ service: PublishedService) -> String? {
        service.status.map { $0 == "temporarily_closed" ? "temporarily closed" : $0 }
    }

    static func shortfalls(_ service: PublishedService) -> [Shortfall] {
        guard statuses.contains(service.status ?? "") else {
            return [
                Shortfall(
                    service,
                    "a service needs a status",
                    .answer(field: "status", example: "active")
                )
            ]
        }
        return []
    }

    /// A page that holds everything, as its interface answers.
    static func envelope(_ count: Int) throws -> Envelope {
        let count = JSON.integer(Int64(count))
        return try Envelope(
            [
                "total_items": count, "total_pages": 1, "page_number": 1, "size": count,
                "first_page": true, "last_page": true, "empty": false,
            ],
            list: "contents"
        )
    }
}
