// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A contract as a release of Open Contracting 1.1 (OCDS).
///
/// Source: open-contracting/standard, schema/release-schema.json 1.1.5.
enum OpenContracting {
    static func entry(_ service: PublishedService, _ words: PublisherWords) -> JSON {
        .known([
            "ocid": .text(service.ocid),
            "id": .string("\(service.record)-\(service.changed.milliseconds)"),
            "date": .string(service.changed.description),
            "tag": ["award", "contract"],
            "initiationType": "tender",
            "language": "en",
            "parties": [
                party(
                    service.council.registered,
                    buyer(service),
                    service.council.name,
                    role: "buyer"
                ),
                party(
                    service.organisation.registered,
                    service.organisation.identifier,
                    service.organisation.name ?? "",
                    role: "supplier"
                ),
            ],
            "buyer": ["id": .string(buyer(service)), "name": .string(service.council.name)],
            "awards": [award(service)],
            "contracts": [contract(service, words.today)],
        ])
    }

    private static func buyer(_ service: PublishedService) -> String {
        service.council.registered?.description ?? ""
    }

    private static func party(_ id: OrgID?, _ name: String, _ words: String, role: String) -> JSON {
        .known([
            "id": .string(name), "name": .string(words), "roles": [.string(role)],
            "identifier": id.map {
                [
                    "scheme": .string($0.scheme), "id": .string($0.number),
                    "legalName": .string(words),
                ]
            },
        ])
    }

    private static func award(_ service: PublishedService) -> JSON {
        .known([
            "id": .string("\(service.record)-award"),
            "title": .text(service.name),
            "description": .text(service.summary),
            "status": "active",
            "date": .midnight(service.awarded),
            "value": value(service),
            "suppliers": [
                [
                    "id": .string(service.organisation.identifier),
                    "name": .string(service.organisation.name ?? ""),
                ]
            ],
            "contractPeriod": period(service),
        ])
    }

    private static func contract(_ service: PublishedService, _ today: PlainDate) -> JSON {
        let isOver = service.ends.map { $0 < today } ?? false
        let isToCome = service.starts.map { $0 > today } ?? false
        return .known([
            "id": .string(service.record.description),
            "awardID": .string("\(service.record)-award"),
            "title": .text(service.name),
            "description": .text(service.summary),
            "status": .string(isOver ? "terminated" : isToCome ? "pending" : "active"),
            "period": period(service),
            "value": value(service),
        ])
    }

    private static func value(_ service: PublishedService) -> JSON? {
        service.amount.map { ["amount": .pounds($0), "currency": "GBP"] }
    }

    private static func period(_ service: PublishedService) -> JSON? {
        guard service.starts != nil || service.ends != nil else { return nil }
        return .known(["startDate": .midnight(service.starts), "endDate": .midnight(service.ends)])
    }

    static func shortfalls(_ service: PublishedService) -> [Shortfall] {
        let isOCID = service.ocid?.wholeMatch(of: /ocds-[a-z0-9]{6}-[A-Za-z0-9._\/-]+/) != nil
        guard !isOCID else { return [] }
        return [
            Shortfall(
                service,
                "a contract needs an ocid, with the prefix that the council registered",
                .answer(field: "ocid", example: "ocds-abc123-0042")
            )
        ]
    }

    /// Dated by the last change within, so that the same records make the same file.
    static func envelope(_ services: [PublishedService], _ words: PublisherWords) throws -> Envelope
    {
        let last = services.map(\.changed).max() ?? Instant(milliseconds: 0)
        let council = services.first?.council
        let name = "\(council?.id.text ?? "")/contracts/\(last)"
        let own = "urn:uuid:" + PublishedService.identifier(of: name)
        return try Envelope(
            [
                "version": "1.1",
                "publishedDate": .string(last.description),
                "uri": .string(words.uri ?? own),
                "publisher": .known([
                    "name": .text(council?.name),
                    "scheme": .text(council?.registered?.scheme),
                    "uid": .text(council?.registered?.number),
                ]),
            ],
            list: "releases"
        )
    }
}
