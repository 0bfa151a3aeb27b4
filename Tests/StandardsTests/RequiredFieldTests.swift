// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import Standards

@Suite("What the published schemas require")
struct RequiredFieldTests {
    private static let ocid: [String: FieldValue?] = [
        "contract": .choice("contract"), "ocid": .text("ocds-abc123-0042"),
    ]

    private func document(_ standard: Standard) throws -> [String: Any] {
        let more = standard == .contracts ? Self.ocid : [:]
        let records = try (1...3).map { try Material.service($0, more) }
        let publication = try Material.publication(standard, records)
        #expect(publication.shortfalls.isEmpty)
        return try Material.document(publication)
    }

    @Test("stands in every entry, in its type and format", arguments: Requirement.all)
    func required(_ requirement: Requirement) throws {
        let values = try #require(requirement.values(in: try document(requirement.standard)))
        for value in values {
            #expect(requirement.isMet(by: value), "\(requirement): \(value)")
        }
    }

    @Test("pounds are exact, and identifiers of a grant are the publisher's and stable")
    func grant() throws {
        let records = [try Material.service()]
        let publication = try Material.publication(.grants, records, prefix: "360G-bradford")
        let service = try #require(publication.services.first)
        let text = try publication.entry(service)
        #expect(text.contains(#""amountAwarded":25000.5"#))
        #expect(text.contains(#""id":"360G-bradford-\#(service.record)""#))
        #expect(text.contains(#""id":"GB-CHC-1164883""#) && text.contains(#""id":"GB-LAE-BRD""#))
        #expect(try publication.entry(service) == text)
    }

    @Test("a service is a grant, a contract, or neither, and always a service")
    func concerns() throws {
        let kinds: [FieldValue?] = [
            .choice("grant"), .choice("contract"), .choice("spot"), .choice("framework"), nil,
        ]
        let records = try kinds.enumerated().map {
            try Material.service(UInt64($0.offset + 1), ["contract": $0.element])
        }
        let counts = try Standard.allCases.map {
            try Material.publication($0, records).services.count
        }
        #expect(counts == [5, 1, 3])
    }

    @Test("one identifier serves all services of an organisation; without one it is ours")
    func identifiers() throws {
        let shared = [try Material.service(1), try Material.service(2, ["org_id": nil])]
        let publication = try Material.publication(.grants, shared)
        #expect(publication.services.allSatisfy { $0.organisation.identifier == "GB-CHC-1164883" })
        #expect(publication.unregistered.isEmpty)
        let alone = try Material.publication(.grants, [try Material.service(1, ["org_id": nil])])
        #expect(alone.services.first?.organisation.identifier == "keeplocal-\(Material.hub)")
        #expect(alone.unregistered == [Material.hub])
        let services = try Material.publication(
            .services,
            [try Material.service(1, ["org_id": nil])]
        )
        let text = try services.entry(try #require(services.services.first))
        #expect(!text.contains("keeplocal-") && !text.contains("organization_identifiers"))
    }

    @Test("numbers of lists are looked at as the lists write them")
    func orgIDs() {
        let good = [
            "GB-CHC-1164883", "GB-CHC-116488-1", "GB-COH-01234567", "GB-COH-SC123456",
            "GB-SC-SC012345", "GB-NIC-100001", "GB-LAE-BRD", "GB-MPR-IP123R", "NL-KVK-1234",
        ]
        let bad = [
            "", "GB", "GB-CHC", "GB-CHC-", "GB-CHC-12345", "GB-CHC-ABCDEFG", "GB-COH-1234567",
            "gb-chc-1164883", "GB-LAE-BRAD", "GB-SC-123456", "GB-CHC-1164883\n", "1164883",
            "GB-CHC-1164883 ", "GB--1164883", "GB-CHC-----",
        ]
        for text in good { #expect(OrgID(text)?.description == text) }
        for text in bad { #expect(OrgID(text) == nil, "\(text)") }
    }
}
