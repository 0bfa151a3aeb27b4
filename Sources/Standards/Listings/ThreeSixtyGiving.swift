// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A grant as 360Giving 1.4 has it.
///
/// Source: ThreeSixtyGiving/standard, schema/360-giving-schema.json.
enum ThreeSixtyGiving {
    static func entry(_ service: PublishedService, _ words: PublisherWords) -> JSON {
        .known([
            "id": .string(identifier(service, words)),
            "title": .text(service.name),
            "description": .text(service.summary),
            "currency": "GBP",
            "amountAwarded": service.amount.map(JSON.pounds),
            "awardDate": .day(service.awarded),
            "plannedDates": planned(service),
            "recipientOrganization": [
                [
                    "id": .string(service.organisation.identifier),
                    "name": .string(service.organisation.name ?? ""),
                ]
            ],
            "fundingOrganization": [
                .known([
                    "id": .text(service.council.registered?.description),
                    "name": .string(service.council.name),
                ])
            ],
            "beneficiaryLocation": [location(service.council)],
            "locationScope": "GLS050",
            "dateModified": .string(service.changed.description),
        ])
    }

    private static func identifier(_ service: PublishedService, _ words: PublisherWords) -> String {
        let prefix = words.grantPrefix ?? "keeplocal-\(service.council.id)"
        return "\(prefix)-\(service.record)"
    }

    private static func planned(_ service: PublishedService) -> JSON? {
        guard service.starts != nil || service.ends != nil else { return nil }
        return [.known(["startDate": .day(service.starts), "endDate": .day(service.ends)])]
    }

    private static func location(_ council: PublishedService.Council) -> JSON {
        let type = council.gss.flatMap { gss in
            [("E06", "UA"), ("E07", "NMD"), ("E08", "MD"), ("E09", "LONB")].first {
                gss.hasPrefix($0.0)
            }?.1
        }
        return .known([
            "name": .string(council.name),
            "countryCode": "GB",
            "geoCode": type.flatMap { _ in .text(council.gss) },
            "geoCodeType": .text(type),
        ])
    }

    static func shortfalls(_ service: PublishedService) -> [Shortfall] {
        var found: [Shortfall] = []
        let lack = { (words: String, field: String, example: String) in
            found.append(Shortfall(service, words, .answer(field: field, example: example)))
        }
        if service.summary == nil {
            lack("a grant needs a description", "description", "\"What it pays for\"")
        }
        if service.awarded == nil { lack("a grant needs an award date", "awarded", "2026-04-01") }
        if (service.amount?.pence ?? 0) <= 0 {
            lack("a grant needs the amount that was awarded", "award_total", "25000")
        }
        return found
    }

    static func envelope() throws -> Envelope { try Envelope([:], list: "grants") }
}
