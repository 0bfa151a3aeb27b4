// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A council's services on their way out by one standard.
///
/// It is asked for `shortfalls` first: entries of a service that lacks something are not valid.
package struct Publication: Sendable {
    package let standard: Standard
    package let services: [PublishedService]
    private let words: PublisherWords
    /// Organisations of which two services say different registered identifiers.
    private let unclear: Set<OrganisationID>

    /// Services without an organisation are nobody's to publish, and left out.
    package init(
        _ standard: Standard,
        of records: [(record: Record, changed: Instant)],
        organisations: [OrganisationID: String],
        council: PublishedService.Council,
        words: PublisherWords
    ) {
        (self.standard, self.words) = (standard, words)
        var ids: [OrganisationID: Set<OrgID>] = [:]
        for (record, _) in records {
            guard let organisation = record.scope.organisation,
                let id = record.text("org_id").flatMap(OrgID.init)
            else { continue }
            ids[organisation, default: []].insert(id)
        }
        unclear = Set(ids.filter { $0.value.count > 1 }.keys)
        services = records.compactMap { record, changed in
            guard record.scope.council == council.id, let id = record.scope.organisation,
                !record.isDeleted
            else { return nil }
            let organisation = PublishedService.Organisation(
                id: id,
                name: PublicText.clean(organisations[id]),
                registered: ids[id]?.count == 1 ? ids[id]?.first : nil
            )
            return PublishedService(record, changed: changed, organisation, council)
        }.filter(standard.concerns).sorted { $0.record < $1.record }
    }

    /// Organisations that are known by an identifier of ours alone.
    package var unregistered: Set<OrganisationID> {
        Set(services.map(\.organisation).filter { $0.registered == nil }.map(\.id))
    }

    /// Registered identifiers that several organisations have, with the names of these.
    package var shared: [(id: OrgID, organisations: [String])] {
        var names: [OrgID: [OrganisationID: String]] = [:]
        for organisation in services.map(\.organisation) {
            guard let id = organisation.registered else { continue }
            names[id, default: [:]][organisation.id] = organisation.name ?? "an organisation"
        }
        return names.filter { $0.value.count > 1 }.map {
            (id: $0.key, organisations: $0.value.values.sorted())
        }
        .sorted { $0.id.description < $1.id.description }
    }

    package func envelope() throws -> Envelope {
        switch standard {
        case .services: try OpenReferral.envelope(services.count)
        case .grants: try ThreeSixtyGiving.envelope()
        case .contracts: try OpenContracting.envelope(services, words)
        }
    }

    package func entry(_ service: PublishedService) throws -> String {
        let entry =
            switch standard {
            case .services: OpenReferral.entry(service)
            case .grants: ThreeSixtyGiving.entry(service, words)
            case .contracts: OpenContracting.entry(service, words)
            }
        return try entry.text
    }

    package var shortfalls: [Shortfall] {
        services.flatMap { service in
            let own =
                switch standard {
                case .services: OpenReferral.shortfalls(service)
                case .grants: ThreeSixtyGiving.shortfalls(service)
                case .contracts: OpenContracting.shortfalls(service)
                }
            return disputes(service) + texts(service) + parties(service) + own
        }
    }
}

extension Publication {
    private func disputes(_ service: PublishedService) -> [Shortfall] {
        service.disputed.intersection(standard.answers).sorted().map {
            Shortfall(service, "people said different things about its \($0)", .decide)
        }
    }

    private func texts(_ service: PublishedService) -> [Shortfall] {
        var found: [Shortfall] = []
        let lack = { (words: String, field: String, example: String) in
            found.append(Shortfall(service, words, .answer(field: field, example: example)))
        }
        let noun = "a \(standard.noun)"
        if service.name == nil { lack("\(noun) needs a name", "name", "\"What it is called\"") }
        for (field, text) in [("name", service.name), ("description", service.summary)] {
            guard let text, PublicText.isFormula(text) else { continue }
            lack("its \(field) begins like a formula", field, "\"A word first\"")
        }
        if let starts = service.starts, let ends = service.ends, ends < starts {
            lack("it ends before it starts", "ends", starts.description)
        }
        guard standard == .services else { return found }
        if let mail = service.email, !PublicText.isMail(mail) {
            lack("its e-mail address is none", "email", "hello@example.org")
        }
        if let address = service.website, !PublicText.isAddress(address) {
            lack("its website is no address", "website", "https://example.org")
        }
        return found
    }

    private func parties(_ service: PublishedService) -> [Shortfall] {
        var found: [Shortfall] = []
        let organisation = service.organisation
        if let text = service.registeredText, OrgID(text) == nil {
            found.append(
                Shortfall(
                    service,
                    "the registered identifier of its organisation is none of org-id.guide",
                    .answer(field: "org_id", example: "GB-CHC-1234567")
                )
            )
        }
        if unclear.contains(organisation.id) {
            found.append(
                Shortfall(
                    service,
                    "two services of its organisation say different registered identifiers",
                    .answer(field: "org_id", example: "GB-CHC-1234567")
                )
            )
        }
        if organisation.name.map(PublicText.isFormula) ?? true {
            found.append(Shortfall(service, "its organisation has no name to publish", .council))
        }
        if standard != .services, service.council.registered == nil {
            found.append(Shortfall(service, "its council has no registered identifier", .council))
        }
        return found
    }
}
